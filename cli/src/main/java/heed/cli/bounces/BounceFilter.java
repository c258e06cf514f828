package heed.cli.bounces;

import heed.bounces.BounceReason;
import heed.bounces.VerdictKind;
import heed.bounces.marking.BounceQuery;
import heed.cli.accounts.OpenAccount;
import heed.cli.console.Failure;
import heed.cli.mail.Runs;
import heed.filters.json.NearestName;
import heed.filters.json.QuotedText;
import heed.model.prospect.EmailAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which bounces a command is about. */
final class BounceFilter {
    @Option(names = "--address", paramLabel = "EMAIL", description = "Only those about this address.")
    private @Nullable String address;

    @Option(names = "--domain", paramLabel = "DOMAIN", description = "Only those about addresses of this domain.")
    private @Nullable String domain;

    @Option(names = "--run", paramLabel = "RUN", description = "Only those about mail of this run.")
    private @Nullable Long run;

    @Option(names = "--reason", paramLabel = "REASON", description = "Only those of this reason: \"user unknown\", …")
    private @Nullable String reason;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only those kept at or after it: 2026-03-01, 2026-03-01T14:30 or with a zone, …T14:30:00Z.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Only those kept before it.")
    private @Nullable String until;

    /** Whether anything at all is asked for. */
    boolean any() {
        return address != null || domain != null || run != null || reason != null || since != null || until != null;
    }

    /** @throws Failure if something is not what it should be */
    BounceQuery query(OpenAccount open, Optional<VerdictKind> kind) {
        ZoneId zone = open.account().account().zone();
        return new BounceQuery(
                Optional.ofNullable(address).map(BounceFilter::address),
                Optional.ofNullable(domain).map(one -> one.strip().toLowerCase(Locale.ROOT)),
                Optional.ofNullable(run).map(number -> Runs.known(open, number)),
                Optional.ofNullable(reason).map(BounceFilter::reason),
                kind,
                Optional.ofNullable(since).map(text -> time(text, zone)),
                Optional.ofNullable(until).map(text -> time(text, zone)));
    }

    static EmailAddress address(String text) {
        return EmailAddress.parse(text)
                .orElseThrow(() -> Failure.invalid("address", QuotedText.of(text) + " is no email address"));
    }

    private static BounceReason reason(String text) {
        List<String> labels =
                Arrays.stream(BounceReason.values()).map(BounceReason::label).toList();
        return BounceReason.findByLabel(text.strip().toLowerCase(Locale.ROOT))
                .orElseThrow(() -> Failure.invalid(
                        "reason",
                        "there is no reason " + QuotedText.of(text)
                                + NearestName.of(text, labels)
                                        .map(near -> ". Did you mean " + QuotedText.of(near) + "?")
                                        .orElse(". There are: " + String.join(", ", labels))));
    }

    private static Instant time(String text, ZoneId zone) {
        try {
            if (text.endsWith("Z") || text.endsWith("z")) {
                return Instant.parse(text);
            }
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                    : LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw Failure.invalid(
                    "time",
                    QuotedText.of(text)
                            + " is no time; one is written 2026-03-01 or 2026-03-01T14:30, in the account's time"
                            + " zone, or 2026-03-01T13:30:00Z");
        }
    }
}
