package heed.cli.internal.settings;

import heed.bounces.mailbox.CleanupPolicy;
import heed.bounces.mailbox.ImapMailbox;
import heed.bounces.mailbox.MailboxSettings;
import heed.bounces.mailbox.MaildirMailbox;
import heed.bounces.mailbox.MboxMailbox;
import heed.bounces.mailbox.Pop3Mailbox;
import heed.cli.internal.settings.BounceMailboxSettings.MailboxOpener;
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

/** Reads {@code bounceMailbox}, the part of the mail settings about the bounce mailbox. */
final class BounceMailboxReader {
    private static final String PASSWORD_VARIABLE = "HEED_BOUNCES_PASSWORD";
    private static final double MAX_INTERVAL_MINUTES = 24 * 60;
    private static final int BYTES_PER_KILOBYTE = 1024;
    private static final double MIN_MESSAGE_KILOBYTES = 10;
    private static final double MAX_MESSAGE_KILOBYTES = 100_000;
    private static final double DEFAULT_MESSAGE_KILOBYTES = 1024;
    private static final Duration DEFAULT_INTERVAL = Duration.ofHours(1);

    private final MailSettingsReader reader;
    private final SettingValueReader values;

    BounceMailboxReader(MailSettingsReader reader, SettingValueReader values) {
        this.reader = reader;
        this.values = values;
    }

    Optional<BounceMailboxSettings> read(JsonTree json) {
        return values.readObject(
                        json, "imap", "pop3", "maildir", "mbox", "processed", "everyMinutes", "largestKilobytes")
                .flatMap(properties -> {
                    Optional<CleanupPolicy> configured = properties
                            .find("processed")
                            .flatMap(value -> values.readText(
                                    value, BounceMailboxReader::parseProcessed, "\"move\" or \"delete\""));
                    Optional<MailboxOpener> opener = readOpener(properties, configured, json.location());
                    Duration interval = readInterval(properties).orElse(DEFAULT_INTERVAL);
                    int maxBytes = (int) (BYTES_PER_KILOBYTE
                            * values.readNumber(
                                            properties,
                                            "largestKilobytes",
                                            MIN_MESSAGE_KILOBYTES,
                                            MAX_MESSAGE_KILOBYTES)
                                    .orElse(DEFAULT_MESSAGE_KILOBYTES));
                    return opener.map(value -> new BounceMailboxSettings(value, interval, maxBytes));
                });
    }

    private Optional<Duration> readInterval(JsonProperties properties) {
        double minutes = values.readNumber(properties, "everyMinutes", 0.1, MAX_INTERVAL_MINUTES)
                .orElse(0);
        return minutes > 0 ? Optional.of(Duration.ofSeconds(Math.round(60 * minutes))) : Optional.empty();
    }

    private Optional<MailboxOpener> readOpener(
            JsonProperties properties, Optional<CleanupPolicy> configured, SourceLocation at) {
        Optional<JsonTree> imap = properties.find("imap");
        Optional<JsonTree> pop3 = properties.find("pop3");
        Optional<JsonTree> maildir = properties.find("maildir");
        Optional<JsonTree> mbox = properties.find("mbox");
        if (Stream.of(imap, pop3, maildir, mbox).filter(Optional::isPresent).count() != 1) {
            reader.problems()
                    .add(
                            at,
                            ProblemCode.MISSING_PROPERTY,
                            "a bounce mailbox needs exactly one of \"imap\", \"pop3\", \"maildir\" and \"mbox\"");
            return Optional.empty();
        }
        if (pop3.isPresent() && configured.equals(Optional.of(CleanupPolicy.MOVE))) {
            reader.problems()
                    .add(
                            at,
                            ProblemCode.WRONG_VALUE,
                            "POP3 has no folders that messages could be moved to; \"processed\" must be \"delete\"");
        }
        CleanupPolicy processed = configured.orElse(CleanupPolicy.MOVE);
        return imap.flatMap(value -> readServer(value, 993, 143))
                .<MailboxOpener>map(server -> () -> ImapMailbox.open(server, processed))
                .or(() -> pop3.flatMap(value -> readServer(value, 995, 110))
                        .map(server -> () -> Pop3Mailbox.open(server)))
                .or(() -> maildir.flatMap(this::readPath).map(path -> () -> MaildirMailbox.open(path, processed)))
                .or(() -> mbox.flatMap(this::readPath).map(path -> () -> MboxMailbox.open(path, processed)));
    }

    private Optional<Path> readPath(JsonTree json) {
        return values.readText(json, text -> text.isBlank() ? Optional.empty() : Optional.of(text), "a path")
                .map(reader.folder()::resolve);
    }

    private Optional<MailboxSettings> readServer(JsonTree json, int tlsPort, int otherPort) {
        return values.readObject(
                        json,
                        "host",
                        "port",
                        "security",
                        "user",
                        "passwordFile",
                        "folder",
                        "checkCertificates",
                        "timeoutSeconds")
                .flatMap(properties -> readServer(properties, tlsPort, otherPort, json.location()));
    }

    private Optional<MailboxSettings> readServer(
            JsonProperties properties, int tlsPort, int otherPort, SourceLocation at) {
        Optional<String> host = properties
                .require("host", "the mail server's name, such as \"mail.example.com\"")
                .flatMap(values::readName);
        ConnectionSecurity security =
                properties.find("security").flatMap(values::readSecurity).orElse(ConnectionSecurity.TLS);
        int port = (int) values.readNumber(properties, "port", 1, 65_535)
                .orElse(security == ConnectionSecurity.TLS ? tlsPort : otherPort);
        Optional<MailServerCredentials> login = properties
                .require("user", "the user whose mailbox it is, such as \"bounces\"")
                .flatMap(values::readName)
                .flatMap(user -> reader.readPassword(properties, PASSWORD_VARIABLE, at)
                        .map(password -> new MailServerCredentials(user, password)));
        Optional<String> folder = properties
                .find("folder")
                .flatMap(value -> values.readText(value, Optional::of, "the name of a folder"));
        boolean checkCertificates = properties
                .find("checkCertificates")
                .flatMap(values::readBoolean)
                .orElse(true);
        Optional<Duration> timeOut =
                values.readSeconds(properties, "timeoutSeconds", MailSettingsReader.MAX_TIMEOUT_SECONDS);
        if (host.isEmpty() || login.isEmpty()) {
            return Optional.empty();
        }
        try {
            MailboxSettings server = MailboxSettings.of(host.get(), port, security, login.get());
            server = folder.map(server::withFolder).orElse(server);
            server = timeOut.map(server::withTimeout).orElse(server);
            return Optional.of(checkCertificates ? server : server.withoutCertificateChecks());
        } catch (IllegalArgumentException invalid) {
            reader.problems().add(at, ProblemCode.WRONG_VALUE, String.valueOf(invalid.getMessage()));
            return Optional.empty();
        }
    }

    private static Optional<CleanupPolicy> parseProcessed(String text) {
        return switch (text) {
            case "move" -> Optional.of(CleanupPolicy.MOVE);
            case "delete" -> Optional.of(CleanupPolicy.DELETE);
            default -> Optional.empty();
        };
    }
}
