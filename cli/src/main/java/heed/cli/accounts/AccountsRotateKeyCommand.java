package heed.cli.accounts;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.settings.MailOptions;
import heed.cli.internal.settings.MailSettings;
import heed.cli.internal.settings.OutsideLinkKeys;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.filters.json.QuotedText;
import heed.mail.LinkKey;
import heed.mail.delivery.AccountMail;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Replaces the stored key that signs the account's links. */
@Command(
        name = "rotate-key",
        description = {
            "Replace the stored key that signs the unsubscribe links, return paths and Message-IDs of the account that --account"
                    + " names.",
            "The links of mail that was sent before work until the old key is honoured no more. If the key comes from outside the"
                    + " store, the stored key is only retired.",
            "Example: heed accounts rotate-key --account acme"
        })
public final class AccountsRotateKeyCommand extends HeedCommand {
    private static final int MAX_DAYS = 3_650;

    @Mixin
    private final MailOptions mail = new MailOptions();

    @Option(
            names = "--honour-days",
            paramLabel = "N",
            description =
                    "How many days the old key is honoured, 0 to 3650 (default: 400). With 0, the links of all mail that was"
                            + " sent before stop working now.")
    private int days = (int) AccountMail.KEY_HONOURED_FOR.toDays();

    public AccountsRotateKeyCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record RotatedKeyAnswer(String name, Instant oldKeyHonouredUntil, boolean newKeyStored) {}

    @Override
    protected ExitCode run() {
        if (days < 0 || days > MAX_DAYS) {
            throw CommandException.invalid(
                    "honour-days", "--honour-days must be from 0 to " + MAX_DAYS + ", not " + days);
        }
        Optional<MailSettings> settings = mail.find(environment(), console());
        Optional<OutsideLinkKeys> outside = settings.isPresent()
                ? settings.flatMap(MailSettings::linkKeys)
                : OutsideLinkKeys.inEnvironment(environment().variables());
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            Instant now = environment().clock().instant();
            Duration honoured = Duration.ofDays(days);
            session.mail()
                    .rotateLinkKey(
                            outside.isPresent() ? Optional.empty() : Optional.of(LinkKey.random()), honoured, now);
            writeResult(session, outside, now.plus(honoured));
        }
        return ExitCode.DONE;
    }

    private void writeResult(AccountSession session, Optional<OutsideLinkKeys> outside, Instant until) {
        String name = session.account().account().name();
        if (globalOptions().json()) {
            console().writeJson(new RotatedKeyAnswer(name, until, outside.isEmpty()));
            return;
        }
        String old = "The old key is honoured until "
                + TimeZones.format(until, session.account().account().zone()) + ".";
        if (outside.isPresent()) {
            console()
                    .printLine("The links of " + QuotedText.of(name) + " are signed with the first key of "
                            + outside.get().origin() + ". A key in the store is retired. " + old);
            console()
                    .printNote(
                            "To replace the key from outside, put a new one in front of it, as `openssl rand -hex 32`"
                                    + " writes it, and keep the old one below as long as its links must work.");
            return;
        }
        console().printLine("A new key signs the links of " + QuotedText.of(name) + ". " + old);
        console()
                .printNote(
                        "Make a backup of the store now: a backup from before does not have the new key. Restart `heed"
                                + " deliver --follow` if one is running, so that it signs with the new key.");
    }
}
