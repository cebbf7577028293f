// SPDX-License-Identifier: GPL-3.0-or-later
// Tells ThreadSanitizer what happens before what where Qt hands something over from one thread to another. A
// distribution's Qt is not instrumented: it sees neither QMutex nor the queue of events, and would take all that went
// through them for races. Each of these functions stands in front of Qt's own (the last one of the C library's); in
// programs of the preset tsan only.
#include <QtCore/QMetaObject>
#include <QtCore/QThread>
#include <cstdarg>
#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>
#include <sched.h>
#include <utility>

extern "C" void __tsan_ignore_thread_begin();
extern "C" void __tsan_ignore_thread_end();

namespace {

template <class Function>
Function *ofQt(const char *mangled)
{
    return reinterpret_cast<Function *>(::dlsym(RTLD_NEXT, mangled));
}

// Is this thread within Qt, about to post a call? What Qt does there is not looked at: its queues have locks of their
// own.
thread_local bool isPosting = false;

void setPosting(bool is)
{
    if (std::exchange(isPosting, is) == is)
        return;
    if (is)
        __tsan_ignore_thread_begin();
    else
        __tsan_ignore_thread_end();
}

// A posted call: what its poster did before, its runner sees; and, if the poster waits for it, the other way round.
class Handover final : public QtPrivate::QSlotObjectBase
{
public:
    Handover(QtPrivate::QSlotObjectBase *call, void *result, void *done)
        : QSlotObjectBase(&Handover::run)
        , m_call(call)
        , m_result(result)
        , m_done(done)
    {
        __tsan_release(this);
    }

private:
    static void run(int which, QSlotObjectBase *self, QObject *receiver, void **, bool *)
    {
        const bool wasPosting = isPosting; // A call of the same thread, or the poster is who deletes it.
        setPosting(false);
        __tsan_acquire(self);
        auto *handover = static_cast<Handover *>(self);
        void *done = handover->m_done;
        if (which == Call) {
            void *arguments[] = {handover->m_result}; // Those of Qt were made after the constructor above.
            handover->m_call->call(receiver, arguments);
            __tsan_release(self);
        } else if (which == Destroy) { // On the last of the two threads, which may be the poster.
            handover->m_call->destroyIfLastRef();
            delete handover;
        }
        if (done)
            __tsan_release(done);
        setPosting(wasPosting);
    }
    // As newer versions of Qt order it.
    static void run(QSlotObjectBase *self, QObject *receiver, void **arguments, int which, bool *result)
    {
        run(which, self, receiver, arguments, result);
    }

    QtPrivate::QSlotObjectBase *m_call;
    void *m_result;
    void *m_done;
};

template <class Post>
bool handOver(QtPrivate::QSlotObjectBase *call, Qt::ConnectionType type, void *result, const Post &post)
{
    char done = 0;
    const bool isAwaited = type == Qt::BlockingQueuedConnection;
    auto *handover = new Handover(call, result, isAwaited ? &done : nullptr);
    const bool wasPosting = isPosting;
    setPosting(true);
    const bool isPosted = post(handover);
    setPosting(wasPosting);
    if (isAwaited)
        __tsan_acquire(&done);
    return isPosted;
}

} // namespace

#if QT_VERSION < QT_VERSION_CHECK(6, 7, 0)
bool QMetaObject::invokeMethodImpl(QObject *object, QtPrivate::QSlotObjectBase *slot, Qt::ConnectionType type,
                                   void *ret)
{
    using Invoke = bool(QObject *, QtPrivate::QSlotObjectBase *, Qt::ConnectionType, void *);
    static auto *const invoke = ofQt<Invoke>(
        "_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv");
    const auto post = [&](QtPrivate::QSlotObjectBase *handover) { return invoke(object, handover, type, ret); };
    return handOver(slot, type, ret, post);
}
#else
bool QMetaObject::invokeMethodImpl(QObject *object, QtPrivate::QSlotObjectBase *slot, Qt::ConnectionType type,
                                   qsizetype count, const void *const *parameters, const char *const *names,
                                   const QtPrivate::QMetaTypeInterface *const *types)
{
    using Invoke = bool(QObject *, QtPrivate::QSlotObjectBase *, Qt::ConnectionType, qsizetype, const void *const *,
                        const char *const *, const QtPrivate::QMetaTypeInterface *const *);
    static auto *const invoke =
        ofQt<Invoke>("_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeE"
                     "xPKPKvPKPKcPKPKNS2_18QMetaTypeInterfaceE");
    const auto post = [&](QtPrivate::QSlotObjectBase *call) {
        return invoke(object, call, type, count, parameters, names, types);
    };
    // Nothing of Rastro posts parameters; the first is where the result goes.
    return count > 1 ? post(slot) : handOver(slot, type, count > 0 ? const_cast<void *>(parameters[0]) : nullptr, post);
}
#endif

// What a thread did until it finished, whoever has waited for it sees.
void QThread::start(Priority priority)
{
    static auto *const start = ofQt<void(QThread *, Priority)>("_ZN7QThread5startENS_8PriorityE");
    const auto type = static_cast<Qt::ConnectionType>(Qt::DirectConnection | Qt::SingleShotConnection);
    connect(
        this, &QThread::finished, this, [this] { __tsan_release(this); }, type);
    start(this, priority);
}

bool QThread::wait(QDeadlineTimer deadline)
{
    static auto *const wait = ofQt<bool(QThread *, QDeadlineTimer)>("_ZN7QThread4waitE14QDeadlineTimer");
    const bool isFinished = wait(this, deadline);
    if (isFinished)
        __tsan_acquire(this);
    return isFinished;
}

// QProcess starts children that share their parent's memory until they are another program. ThreadSanitizer's own
// clone() takes that for a fork: from then on it would be blind on the thread that started the child.
int clone(int (*child)(void *), void *stack, int flags, void *argument, ...) noexcept
{
    static auto *const cloneOfLibc =
        reinterpret_cast<decltype(&clone)>(::dlsym(::dlopen("libc.so.6", RTLD_LAZY | RTLD_NOLOAD), "clone"));
    va_list more;
    va_start(more, argument);
    auto *parent = va_arg(more, void *);
    auto *storage = va_arg(more, void *);
    auto *childId = va_arg(more, void *);
    va_end(more);
    __tsan_ignore_thread_begin(); // What the child closes is not its parent's.
    const int id = cloneOfLibc(child, stack, flags, argument, parent, storage, childId);
    __tsan_ignore_thread_end();
    return id;
}
