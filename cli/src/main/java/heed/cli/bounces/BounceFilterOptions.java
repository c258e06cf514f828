package heed.cli.bounces;

import heed.bounces.BounceReason;
import heed.bounces.VerdictKind;
import heed.bounces.marking.BounceQuery;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.AddressArguments;
import heed.cli.internal.account.RunLookup;
import heed.cli.process.CommandException;
import heed.filters.json.NearestName;
import heed.filters.json.QuotedText;
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

/** The options that select the bounces that a command works on. */
final class BounceFilterOptions {
    @Option(names = "--address", paramLabel = "EMAIL", description = "Only bounces of this address.")
    private @Nullable String address;

    @Option(names = "--domain", paramLabel = "DOMAIN", description = "Only bounces of addresses in this domain.")
    private @Nullable String domain;

    @Option(names = "--run", paramLabel = "RUN", description = "Only bounces of mail of this run.")
    private @Nullable Long run;

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            description = "Only bounces with this reason, such as \"user unknown\".")
    private @Nullable String reason;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only bounces recorded at or after this time: 2026-03-01 or 2026-03-01T14:30 in the account's"
                    + " time zone, or 2026-03-01T13:30:00Z.")
    private @Nullable String since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "Only bounces recorded before this time, written as for --since.")
    private @Nullable String until;

    /** Tests whether at least one option is given. */
    boolean isAnySet() {
        return address != null || domain != null || run != null || reason != null || since != null || until != null;
    }

    /**
     * Returns the query that the options make.
     *
     * @param kind the only kind of bounces; empty for all
     * @throws CommandException if the value of an option is invalid
     */
    BounceQuery toQuery(AccountSession session, Optional<VerdictKind> kind) {
        ZoneId zone = session.account().account().zone();
        return new BounceQuery(
                Optional.ofNullable(address).map(AddressArguments::parse),
                Optional.ofNullable(domain).map(name -> name.strip().toLowerCase(Locale.ROOT)),
                Optional.ofNullable(run).map(number -> RunLookup.requireRun(session, number)),
                Optional.ofNullable(reason).map(BounceFilterOptions::parseReason),
                kind,
                Optional.ofNullable(since).map(text -> parseTime(text, zone)),
                Optional.ofNullable(until).map(text -> parseTime(text, zone)));
    }

    private static BounceReason parseReason(String text) {
        List<String> labels =
                Arrays.stream(BounceReason.values()).map(BounceReason::label).toList();
        return BounceReason.findByLabel(text.strip().toLowerCase(Locale.ROOT))
                .orElseThrow(() -> CommandException.invalid(
                        "reason",
                        "there is no reason " + QuotedText.of(text)
                                + NearestName.of(text, labels)
                                        .map(near -> ". Did you mean " + QuotedText.of(near) + "?")
                                        .orElse("; the reasons are " + String.join(", ", labels))));
    }

    private static Instant parseTime(String text, ZoneId zone) {
        try {
            if (text.endsWith("Z") || text.endsWith("z")) {
                return Instant.parse(text);
            }
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                    : LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw CommandException.invalid(
                    "time",
                    QuotedText.of(text)
                            + " is not a time; write 2026-03-01 or 2026-03-01T14:30, in the account's time zone, or"
                            + " 2026-03-01T13:30:00Z");
        }
    }
}
