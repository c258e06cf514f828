package heed.cli.mail;

import heed.actions.ActionTypes;
import heed.cli.accounts.OpenAccount;
import heed.cli.console.World;
import heed.engine.Engine;
import heed.engine.run.MessageDefaults;
import heed.mail.MailCorrelation;
import heed.mail.MailTokens;
import heed.mail.delivery.AccountMail;
import heed.mail.unsubscribe.UnsubscribeLinks;
import java.util.Optional;

/** The engine of an open account. */
public final class Working {
    private Working() {}

    /** An engine that sends no email. */
    public static Engine on(OpenAccount open, World world) {
        return on(open, world, Optional.empty());
    }

    /** @param settings without which nothing can be sent */
    public static Engine on(OpenAccount open, World world, Optional<MailSettings> settings) {
        Engine.Builder engine = Engine.builder(open.account())
                .prefilter(open.store())
                .outbox(open.mail().outbox())
                .actionTypes(ActionTypes.discover())
                .clock(world.clock())
                .actor(world.actor());
        settings.ifPresent(set -> engine.messageDefaults(letterhead(open.mail(), set)));
        return engine.build();
    }

    private static MessageDefaults letterhead(AccountMail mail, MailSettings settings) {
        MailTokens tokens = tokens(mail);
        return new MessageDefaults(
                settings.from(),
                new MailCorrelation(tokens, settings.bounces()),
                settings.publicUrl().map(url -> new UnsubscribeLinks(tokens, url)));
    }

    /** By which mails of the account are known when they come back. */
    public static MailTokens tokens(AccountMail mail) {
        return new MailTokens(mail.secret(), mail.outbox().account());
    }
}
