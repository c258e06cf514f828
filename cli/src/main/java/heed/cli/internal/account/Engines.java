package heed.cli.internal.account;

import heed.actions.ActionTypes;
import heed.cli.internal.settings.MailSettings;
import heed.cli.internal.settings.OutsideLinkKeys;
import heed.cli.process.CommandEnvironment;
import heed.engine.Engine;
import heed.engine.run.MessageDefaults;
import heed.mail.MailCorrelation;
import heed.mail.MailTokens;
import heed.mail.delivery.AccountMail;
import heed.mail.unsubscribe.UnsubscribeLinks;
import java.util.Optional;

/** Creates the engine of an open account. */
public final class Engines {
    private Engines() {}

    /** Creates an engine that cannot queue email. */
    public static Engine create(AccountSession session, CommandEnvironment environment) {
        return create(session, environment, Optional.empty());
    }

    /** @param settings the mail settings; without them the engine cannot queue email */
    public static Engine create(
            AccountSession session, CommandEnvironment environment, Optional<MailSettings> settings) {
        Engine.Builder engine = Engine.builder(session.account())
                .prefilter(session.store())
                .outbox(session.mail().outbox())
                .actionTypes(ActionTypes.discover())
                .clock(environment.clock())
                .actor(environment.actor());
        settings.ifPresent(mailSettings -> engine.messageDefaults(messageDefaults(session.mail(), mailSettings)));
        return engine.build();
    }

    private static MessageDefaults messageDefaults(AccountMail mail, MailSettings settings) {
        MailTokens tokens = mailTokens(mail, settings.linkKeys());
        return new MessageDefaults(
                settings.from(),
                new MailCorrelation(tokens, settings.bounces()),
                settings.publicUrl().map(url -> new UnsubscribeLinks(tokens, url)));
    }

    /** Returns the tokens that identify the account's mails in bounces and unsubscribe links. */
    public static MailTokens mailTokens(AccountMail mail, Optional<OutsideLinkKeys> outside) {
        return outside.isPresent() ? mail.tokens(outside.get()) : mail.tokens();
    }
}
