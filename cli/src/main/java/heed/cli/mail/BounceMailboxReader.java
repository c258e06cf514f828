package heed.cli.mail;

import heed.bounces.mailbox.CleanupPolicy;
import heed.bounces.mailbox.ImapMailbox;
import heed.bounces.mailbox.MailboxSettings;
import heed.bounces.mailbox.MaildirMailbox;
import heed.bounces.mailbox.MboxMailbox;
import heed.bounces.mailbox.Pop3Mailbox;
import heed.cli.mail.BounceMailboxSettings.Opening;
import heed.filters.json.JsonProperties;
import heed.filters.json.JsonTree;
import heed.filters.json.ProblemCode;
import heed.filters.json.SourceLocation;
import heed.mail.server.ConnectionSecurity;
import heed.mail.server.MailServerCredentials;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads how the bounce mailbox is reached, as a part of the mail settings. */
final class BounceMailboxReader {
    static final String PASSWORD = "HEED_BOUNCES_PASSWORD";
    private static final double MOST_MINUTES = 24 * 60;
    private static final double MOST_KILOBYTES = 100_000;
    private static final int KILOBYTE = 1024;
    private static final int KILOBYTES = 1024;
    private static final Duration EVERY = Duration.ofHours(1);

    private final MailSettingsReader reader;
    private final SettingValues values;

    BounceMailboxReader(MailSettingsReader reader, SettingValues values) {
        this.reader = reader;
        this.values = values;
    }

    Optional<BounceMailboxSettings> mailbox(JsonTree json) {
        return values.object(json, "imap", "pop3", "maildir", "mbox", "processed", "everyMinutes", "largestKilobytes")
                .flatMap(properties -> {
                    Optional<CleanupPolicy> said = properties
                            .find("processed")
                            .flatMap(one -> values.text(one, BounceMailboxReader::processed, "\"move\" or \"delete\""));
                    Optional<Opening> opening = opening(properties, said, json.location());
                    Duration every = minutes(properties).orElse(EVERY);
                    int most = (int) (KILOBYTE
                            * values.number(properties, "largestKilobytes", 10, MOST_KILOBYTES)
                                    .orElse(KILOBYTES));
                    return opening.map(one -> new BounceMailboxSettings(one, every, most));
                });
    }

    private Optional<Duration> minutes(JsonProperties properties) {
        double minutes =
                values.number(properties, "everyMinutes", 0.1, MOST_MINUTES).orElse(0);
        return minutes > 0 ? Optional.of(Duration.ofSeconds(Math.round(60 * minutes))) : Optional.empty();
    }

    private Optional<Opening> opening(JsonProperties properties, Optional<CleanupPolicy> said, SourceLocation at) {
        Optional<JsonTree> imap = properties.find("imap");
        Optional<JsonTree> pop3 = properties.find("pop3");
        Optional<JsonTree> maildir = properties.find("maildir");
        Optional<JsonTree> mbox = properties.find("mbox");
        if (Stream.of(imap, pop3, maildir, mbox).filter(Optional::isPresent).count() != 1) {
            reader.problems()
                    .add(
                            at,
                            ProblemCode.MISSING_PROPERTY,
                            "a bounce mailbox is one of \"imap\", \"pop3\", \"maildir\" and \"mbox\"");
            return Optional.empty();
        }
        if (pop3.isPresent() && said.equals(Optional.of(CleanupPolicy.MOVE))) {
            reader.problems()
                    .add(
                            at,
                            ProblemCode.WRONG_VALUE,
                            "POP3 has no folders that messages could be moved to: \"processed\" is \"delete\"");
        }
        CleanupPolicy processed = said.orElse(CleanupPolicy.MOVE);
        return imap.flatMap(one -> server(one, 993, 143))
                .<Opening>map(server -> () -> ImapMailbox.open(server, processed))
                .or(() -> pop3.flatMap(one -> server(one, 995, 110)).map(server -> () -> Pop3Mailbox.open(server)))
                .or(() -> maildir.flatMap(this::path).map(path -> () -> MaildirMailbox.open(path, processed)))
                .or(() -> mbox.flatMap(this::path).map(path -> () -> MboxMailbox.open(path, processed)));
    }

    private Optional<Path> path(JsonTree json) {
        return values.text(json, text -> text.isBlank() ? Optional.empty() : Optional.of(text), "a path")
                .map(reader.folder()::resolve);
    }

    private Optional<MailboxSettings> server(JsonTree json, int tlsPort, int otherPort) {
        return values.object(
                        json,
                        "host",
                        "port",
                        "security",
                        "user",
                        "passwordFile",
                        "folder",
                        "checkCertificates",
                        "timeoutSeconds")
                .flatMap(properties -> server(properties, tlsPort, otherPort, json.location()));
    }

    private Optional<MailboxSettings> server(JsonProperties properties, int tlsPort, int otherPort, SourceLocation at) {
        Optional<String> host = properties
                .require("host", "the mail server's name, such as \"mail.example.com\"")
                .flatMap(one -> values.text(one, Optional::of, "a name"));
        ConnectionSecurity security = properties
                .find("security")
                .flatMap(one -> values.text(one, ConnectionSecurity::findById, "\"starttls\", \"tls\" or \"none\""))
                .orElse(ConnectionSecurity.TLS);
        int port = (int) values.number(properties, "port", 1, 65_535)
                .orElse(security == ConnectionSecurity.TLS ? tlsPort : otherPort);
        Optional<MailServerCredentials> login = properties
                .require("user", "whose mailbox it is, such as \"bounces\"")
                .flatMap(one -> values.text(one, Optional::of, "a name"))
                .flatMap(user -> reader.password(properties, PASSWORD, at)
                        .map(password -> new MailServerCredentials(user, password)));
        Optional<String> folder =
                properties.find("folder").flatMap(one -> values.text(one, Optional::of, "the name of a folder"));
        boolean check =
                properties.find("checkCertificates").flatMap(values::yesNo).orElse(true);
        Optional<Duration> timeOut = values.seconds(properties, "timeoutSeconds", MailSettingsReader.LONGEST_TIME_OUT);
        if (host.isEmpty() || login.isEmpty()) {
            return Optional.empty();
        }
        try {
            MailboxSettings server = MailboxSettings.of(host.get(), port, security, login.get());
            server = folder.map(server::withFolder).orElse(server);
            server = timeOut.map(server::withTimeout).orElse(server);
            return Optional.of(check ? server : server.withoutCertificateChecks());
        } catch (IllegalArgumentException wrong) {
            reader.problems().add(at, ProblemCode.WRONG_VALUE, String.valueOf(wrong.getMessage()));
            return Optional.empty();
        }
    }

    private static Optional<CleanupPolicy> processed(String text) {
        return switch (text) {
            case "move" -> Optional.of(CleanupPolicy.MOVE);
            case "delete" -> Optional.of(CleanupPolicy.DELETE);
            default -> Optional.empty();
        };
    }
}
