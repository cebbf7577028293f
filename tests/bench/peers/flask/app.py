# SPDX-License-Identifier: GPL-3.0-or-later
"""A redirect of the usual shape: Flask under gunicorn, pools in SQL, clicks in Redis, which forgets them when it dies.

Kinder to itself than what operators run: the pool's row is read from SQLite on the same disk, counters are in Redis and
not in SQL, all of Redis is one pipeline, nothing is sent to Meta, and no page is rendered.
"""

import json
import os
import sqlite3
import threading
import time
import uuid

import redis
from flask import Flask, abort, redirect, request

TTL = 24 * 60 * 60
DATABASE = os.environ["BENCH_DATABASE"]

app = Flask(__name__)
cache = redis.Redis(port=int(os.environ["BENCH_REDIS_PORT"]))
local = threading.local()


def database():
    if not hasattr(local, "connection"):
        local.connection = sqlite3.connect(DATABASE)
    return local.connection


@app.route("/go/<slug>")
def go(slug):
    pool = database().execute("SELECT id FROM redirect_pools WHERE slug = ? AND is_active", (slug,)).fetchone()
    if pool is None:
        abort(404)
    bots = database().execute("SELECT username FROM pool_bots WHERE pool_id = ?", pool).fetchall()
    token = uuid.uuid4().hex
    fbclid = request.args.get("fbclid", "")
    click = {
        "pool_id": pool[0],
        "client_ip": request.remote_addr,
        "client_user_agent": request.headers.get("User-Agent", ""),
        "fbclid": fbclid,
        "fbp": request.cookies.get("_fbp"),
        "fbc": request.cookies.get("_fbc"),
        "pageview_event_id": f"pageview_{token}",
        "pageview_ts": int(time.time()),
        "event_source_url": request.url,
    }
    click.update({key: value for key, value in request.args.items() if key.startswith("utm_")})
    with cache.pipeline(transaction=False) as pipe:
        pipe.incr(f"pool:{pool[0]}:turn")
        pipe.hincrby(f"pool:{pool[0]}:counters", "redirects")
        pipe.setex(f"tracking:{token}", TTL, json.dumps(click))
        if fbclid:
            pipe.setex(f"tracking:fbclid:{fbclid}", TTL, token)
        turn = pipe.execute()[0]
    return redirect(f"https://t.me/{bots[turn % len(bots)][0]}?start={token}", 302)
