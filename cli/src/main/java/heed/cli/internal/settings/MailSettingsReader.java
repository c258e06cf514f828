package heed.cli.internal.settings;

import heed.filters.json.JsonProperties;
import heed.filters.json.JsonReader;
import heed.filters.json.JsonTree;
import heed.filters.json.ProblemCode;
import heed.filters.json.Problems;
import heed.filters.json.ReadResult;
import heed.filters.json.SourceLocation;
import heed.filters.json.SourceText;
import heed.mail.NamedAddress;
import heed.mail.delivery.DeliverySettings;
import heed.mail.gate.SendPermit;
import heed.mail.server.ConnectionSecurity;
import heed.mail.server.MailServerCredentials;
import heed.mail.unsubscribe.UnsubscribeLinks;
import heed.model.prospect.EmailAddress;
import heed.smtp.DkimSigning;
import heed.smtp.SmtpSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads mail settings, or reports every problem in them. A password is read from a file of its own or from the
 * environment; it is never part of the settings.
 */
final class MailSettingsReader {
    static final String PASSWORD_VARIABLE = "HEED_SMTP_PASSWORD";
    static final double MAX_TIMEOUT_SECONDS = 300;

    private final Path folder;
    private final SettingValueReader values;
    private final Map<String, String> environment;
    private final Problems problems;

    /** @param folder the folder to which file names in the settings are relative */
    private MailSettingsReader(Path folder, Map<String, String> environment, Problems problems) {
        this.folder = folder;
        this.values = new SettingValueReader(folder, problems);
        this.environment = environment;
        this.problems = problems;
    }

    Path folder() {
        return folder;
    }

    Problems problems() {
        return problems;
    }

    static ReadResult<MailSettings> read(SourceText source, Path folder, Map<String, String> environment) {
        Problems problems = new Problems(source);
        MailSettingsReader reader = new MailSettingsReader(folder, environment, problems);
        Optional<MailSettings> settings = JsonReader.read(problems).flatMap(reader::readSettings);
        return settings.isPresent() && problems.isEmpty()
                ? new ReadResult.Valid<>(settings.get(), problems.warnings())
                : new ReadResult.Invalid<>(problems.toList());
    }

    private Optional<MailSettings> readSettings(JsonTree json) {
        return values.readObject(
                        json,
                        "smtp",
                        "from",
                        "bounces",
                        "bounceMailbox",
                        "publicUrl",
                        "linkKeyFile",
                        "dkim",
                        "delivery")
                .flatMap(properties -> {
                    Optional<SmtpSettings> smtp = properties
                            .require("smtp", "the relay, such as {\"host\": \"smtp.example.com\"}")
                            .flatMap(this::readSmtp);
                    Optional<NamedAddress> from = properties
                            .find("from")
                            .flatMap(value -> values.readText(
                                    value, NamedAddress::parse, "a sender such as Example News <news@example.com>"));
                    Optional<EmailAddress> bounces = properties
                            .require("bounces", "the mailbox to which mail comes back, such as bounces@example.com")
                            .flatMap(value -> values.readText(
                                    value, EmailAddress::parse, "an email address such as bounces@example.com"));
                    Optional<BounceMailboxSettings> mailbox = properties
                            .find("bounceMailbox")
                            .flatMap(value -> new BounceMailboxReader(this, values).read(value));
                    Optional<URI> url = properties
                            .find("publicUrl")
                            .flatMap(value -> values.readText(
                                    value,
                                    MailSettingsReader::parseUrl,
                                    "a URL such as https://mail.example.com/ (http is allowed only for this machine)"));
                    Optional<OutsideLinkKeys> linkKeys =
                            properties.find("linkKeyFile").isPresent()
                                    ? properties.find("linkKeyFile").flatMap(this::readLinkKeys)
                                    : OutsideLinkKeys.inEnvironment(environment);
                    Optional<DkimSigning> dkim = properties.find("dkim").flatMap(this::readDkim);
                    DeliverySettings delivery = properties
                            .find("delivery")
                            .flatMap(new DeliverySettingsReader(values)::read)
                            .orElse(DeliverySettings.STANDARD);
                    smtp.ifPresent(relay -> requireLeaseLongerThanAttempt(
                            delivery,
                            relay,
                            find(properties, "delivery", "leaseSeconds")
                                    .or(() -> find(properties, "smtp", "timeoutSeconds"))
                                    .orElse(json)
                                    .location()));
                    return smtp.isPresent() && bounces.isPresent()
                            ? Optional.of(new MailSettings(
                                    smtp.get(), from, bounces.get(), mailbox, url, linkKeys, dkim, delivery))
                            : Optional.empty();
                });
    }

    private static Optional<JsonTree> find(JsonProperties properties, String object, String name) {
        return properties
                .find(object)
                .flatMap(json -> json instanceof JsonTree.ObjectNode node ? node.find(name) : Optional.empty());
    }

    /**
     * Requires a lease that outlasts every attempt, so that an attempt in progress is never treated as one in doubt.
     */
    private void requireLeaseLongerThanAttempt(DeliverySettings delivery, SmtpSettings smtp, SourceLocation at) {
        Duration longest = SendPermit.VALID_FOR.plus(smtp.timeouts().maxTransaction());
        if (delivery.lease().compareTo(longest) <= 0) {
            problems.add(
                    at,
                    ProblemCode.WRONG_VALUE,
                    "\"leaseSeconds\" must be greater than "
                            + SettingValueReader.format(longest.toMillis() / 1_000.0)
                            + ", the longest time of an attempt with these time-outs, and is "
                            + SettingValueReader.format(delivery.lease().toMillis() / 1_000.0));
        }
    }

    private Optional<SmtpSettings> readSmtp(JsonTree json) {
        return values.readObject(
                        json, "host", "port", "security", "user", "passwordFile", "checkCertificates", "timeoutSeconds")
                .flatMap(properties -> {
                    Optional<String> host = properties
                            .require("host", "the relay's name, such as \"smtp.example.com\"")
                            .flatMap(value -> values.readText(
                                    value, text -> Optional.of(text).filter(name -> !name.isBlank()), "a name"));
                    ConnectionSecurity security = properties
                            .find("security")
                            .flatMap(values::readSecurity)
                            .orElse(ConnectionSecurity.STARTTLS);
                    int port = (int) properties
                            .find("port")
                            .map(value -> values.readNumber(value, 1, 65_535))
                            .orElse(OptionalDouble.empty())
                            .orElse(security == ConnectionSecurity.TLS ? 465 : 587);
                    Optional<MailServerCredentials> login = properties
                            .find("user")
                            .flatMap(values::readName)
                            .flatMap(user -> readPassword(properties, PASSWORD_VARIABLE, json.location())
                                    .map(password -> new MailServerCredentials(user, password)));
                    boolean checkCertificates = properties
                            .find("checkCertificates")
                            .flatMap(values::readBoolean)
                            .orElse(true);
                    Duration timeOut = values.readSeconds(properties, "timeoutSeconds", MAX_TIMEOUT_SECONDS)
                            .orElse(SmtpSettings.Timeouts.STANDARD.reply());
                    return host.flatMap(name -> readSmtp(name, port, security, login, json.location()))
                            .map(smtp -> checkCertificates ? smtp : smtp.withoutCertificateChecks())
                            .map(smtp -> smtp.withTimeouts(new SmtpSettings.Timeouts(timeOut, timeOut, timeOut)));
                });
    }

    private Optional<SmtpSettings> readSmtp(
            String host,
            int port,
            ConnectionSecurity security,
            Optional<MailServerCredentials> login,
            SourceLocation at) {
        try {
            return Optional.of(SmtpSettings.of(host, port, security, login));
        } catch (IllegalArgumentException invalid) {
            problems.add(at, ProblemCode.WRONG_VALUE, String.valueOf(invalid.getMessage()));
            return Optional.empty();
        }
    }

    /**
     * Reads the password from the file that {@code passwordFile} names, else from an environment variable. A missing
     * password is a problem, and empty.
     */
    Optional<String> readPassword(JsonProperties properties, String variable, SourceLocation at) {
        Optional<JsonTree> file = properties.find("passwordFile");
        Optional<String> password = file.isPresent()
                ? file.flatMap(values::readSecret).map(String::strip)
                : Optional.ofNullable(environment.get(variable));
        if (password.isEmpty() && file.isEmpty()) {
            problems.add(
                    at,
                    ProblemCode.MISSING_PROPERTY,
                    "the password of \"user\" is missing: set the environment variable " + variable
                            + " or name a \"passwordFile\"");
        }
        return password;
    }

    private Optional<OutsideLinkKeys> readLinkKeys(JsonTree json) {
        return values.readSecret(json).flatMap(text -> {
            Optional<OutsideLinkKeys> keys = values.readText(json, Optional::of, "the name of a file")
                    .flatMap(name -> OutsideLinkKeys.ofFile(folder.resolve(name), text));
            if (keys.isEmpty()) {
                values.addProblem(json, "a file of " + OutsideLinkKeys.EXPECTED);
            }
            return keys;
        });
    }

    private Optional<DkimSigning> readDkim(JsonTree json) {
        return values.readObject(json, "domain", "selector", "keyFile").flatMap(properties -> {
            Optional<String> domain = properties
                    .require("domain", "the domain whose mail is signed, such as \"example.com\"")
                    .flatMap(values::readName);
            Optional<String> selector = properties
                    .require("selector", "the name of the key in the DNS, such as \"heed\"")
                    .flatMap(values::readName);
            Optional<String> key = properties
                    .require("keyFile", "the private key, as `openssl genpkey -algorithm RSA` writes it")
                    .flatMap(values::readSecret);
            if (domain.isEmpty() || selector.isEmpty() || key.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(new DkimSigning(domain.get(), selector.get(), DkimSigning.parseKey(key.get())));
            } catch (IllegalArgumentException invalid) {
                problems.add(json.location(), ProblemCode.WRONG_VALUE, String.valueOf(invalid.getMessage()));
                return Optional.empty();
            }
        });
    }

    private static Optional<URI> parseUrl(String text) {
        try {
            URI url = new URI(text);
            return UnsubscribeLinks.isValidBase(url) ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException invalid) {
            return Optional.empty();
        }
    }
}
