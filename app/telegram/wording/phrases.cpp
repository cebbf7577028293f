// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/wording/phrases.h"

using namespace Qt::StringLiterals;

namespace rastro::telegram {

namespace {

Phrases portuguese()
{
    return {
        .language = u"pt"_s,
        .welcome = u"Olá, {first_name}! 👋\nEscolha uma opção:"_s,
        .nothingOnSale = u"No momento não há nada à venda por aqui. Volte em breve!"_s,
        .payHow = u"<b>%1</b> – %2\n\n"
                  "1. Abra o aplicativo do seu banco e escolha <b>Pix</b>.\n"
                  "2. Leia o QR code acima ou use o <b>Pix copia e cola</b> (toque no código para copiar):\n\n"
                  "<code>%3</code>"_s,
        .payHowByCode = u"<b>%1</b> – %2\n\n"
                        "1. Abra o aplicativo do seu banco e escolha <b>Pix copia e cola</b>.\n"
                        "2. Cole este código (toque nele para copiar):\n\n"
                        "<code>%3</code>"_s,
        .validFor = u"\n\nO código vale por %1 minutos."_s,
        .copyCode = u"📋 Copiar código Pix"_s,
        .havePaid = u"✅ Já paguei"_s,
        .stillWaiting =
            u"Ainda não recebemos a confirmação do Pix de <b>%2</b> para <b>%1</b>.\n\nSe você acabou de pagar, "
            "aguarde um instante: avisamos aqui assim que o banco confirmar."_s,
        .chargeFailed = u"Não foi possível gerar o Pix para <b>%1</b> agora. Nada foi cobrado. Tente de novo em alguns "
                        "minutos tocando no botão da oferta."_s,
        .delivery = u"🎉 <b>Pagamento confirmado!</b>\n\nObrigado pela compra de <b>%1</b>. Seu acesso está liberado."_s,
        .deliveryLink = u"\n\n%1"_s,
        .openDelivery = u"🔓 Acessar agora"_s,
        .outdated = u"Este botão não vale mais. Veja o que está disponível agora:"_s,
        .outdatedToast = u"Este botão não vale mais."_s,
    };
}

Phrases english()
{
    return {
        .language = u"en"_s,
        .welcome = u"Hello, {first_name}! 👋\nChoose an option:"_s,
        .nothingOnSale = u"There is nothing on sale here at the moment. Please come back soon!"_s,
        .payHow = u"<b>%1</b> – %2\n\n"
                  "1. Open your bank's app and choose <b>Pix</b>.\n"
                  "2. Scan the QR code above or use <b>Pix copy and paste</b> (tap the code to copy it):\n\n"
                  "<code>%3</code>"_s,
        .payHowByCode = u"<b>%1</b> – %2\n\n"
                        "1. Open your bank's app and choose <b>Pix copy and paste</b>.\n"
                        "2. Paste this code (tap it to copy):\n\n"
                        "<code>%3</code>"_s,
        .validFor = u"\n\nThe code is valid for %1 minutes."_s,
        .copyCode = u"📋 Copy Pix code"_s,
        .havePaid = u"✅ I have paid"_s,
        .stillWaiting =
            u"We have not received the confirmation of the Pix of <b>%2</b> for <b>%1</b> yet.\n\nIf you have just "
            "paid, please wait a moment: we will tell you here as soon as the bank confirms it."_s,
        .chargeFailed =
            u"The Pix for <b>%1</b> could not be made just now. You have not been charged. Please try again in "
            "a few minutes with the offer's button."_s,
        .delivery = u"🎉 <b>Payment confirmed!</b>\n\nThank you for buying <b>%1</b>. Your access is open."_s,
        .deliveryLink = u"\n\n%1"_s,
        .openDelivery = u"🔓 Open it now"_s,
        .outdated = u"This button is no longer valid. Here is what is available now:"_s,
        .outdatedToast = u"This button is no longer valid."_s,
    };
}

} // namespace

const Phrases &phrasesFor(const QString &languageCode)
{
    static const Phrases pt = portuguese();
    static const Phrases en = english();
    const QString primary = languageCode.section(u'-', 0, 0).toLower();
    return primary.isEmpty() || primary == u"pt"_s ? pt : en;
}

} // namespace rastro::telegram
