package heed.cli.bounces;

import com.fasterxml.jackson.annotation.JsonInclude;
import heed.bounces.Diagnosis;
import heed.bounces.EnhancedStatusCode;
import heed.bounces.VerdictKind;
import heed.bounces.marking.Bounce;
import heed.bounces.marking.BounceReview;
import heed.bounces.marking.BounceStatus;
import heed.bounces.marking.ReportTarget;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.FreedAddressWords;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.GlobalOptions;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.mail.MailId;
import heed.model.prospect.EmailAddress;
import heed.model.run.RunId;
import heed.model.suppression.FreedAddresses;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Formats bounces and the results of reviews, for people and as JSON. */
final class BounceWords {
    private static final int MAX_SHOWN = 20;

    private BounceWords() {}

    /** Returns the diagnosis, such as "hard, user unknown"; the kind if there is none. */
    static String describe(Bounce bounce) {
        return bounce.diagnosis()
                .map(diagnosis ->
                        diagnosis.kind().label() + ", " + diagnosis.reason().label())
                .orElse(bounce.kind().label());
    }

    static TextTable createTable() {
        return TextTable.of(">Bounce", "Time", "Address", "What it says", "Text", "");
    }

    /** Says how to opt a person out by hand, if one of the bounces is a complaint that was not believed. */
    static void printUnbelievedComplaint(CommandConsole console, GlobalOptions options, List<Bounce> bounces) {
        bounces.stream()
                .filter(bounce -> bounce.kind() == VerdictKind.COMPLAINT && bounce.status() == BounceStatus.UNTRUSTED)
                .flatMap(bounce -> bounce.bouncedMail().address().stream())
                .findFirst()
                .ifPresent(address -> console.printNote(
                        "An untrusted complaint opts nobody out, because nothing shows that it is about a mail of yours. To opt"
                                + " the person out all the same: "
                                + options.suggest("suppression", "add", address.value())));
    }

    static void addRow(TextTable table, Bounce bounce, ZoneId zone) {
        table.addRow(
                bounce.id().toString(),
                TimeZones.format(bounce.recordedAt(), zone),
                bounce.bouncedMail().address().map(EmailAddress::value).orElse(""),
                bounce.diagnosis().isPresent() ? bounce.kind().label() + ": " + describe(bounce) : describe(bounce),
                bounce.report().text(),
                switch (bounce.status()) {
                    case COUNTS -> "";
                    case HELD, REVERSED, UNTRUSTED -> bounce.status().id();
                });
    }

    /** A bounce with everything that is stored of it, as JSON. */
    record BounceAnswer(
            long bounce,
            Instant at,
            String kind,
            Optional<String> address,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> mail,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> run,
            Optional<Instant> sent,
            Optional<String> reason,
            Optional<String> hardness,
            Optional<String> group,
            Optional<String> decidedBy,
            Optional<String> rule,
            Optional<String> status,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> replyCode,
            Optional<String> reportingMta,
            Optional<String> remoteMta,
            String text,
            Optional<String> message,
            String classifier,
            String standing,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> about) {
        static BounceAnswer of(Bounce bounce) {
            return new BounceAnswer(
                    bounce.id().value(),
                    bounce.recordedAt(),
                    bounce.kind().label(),
                    bounce.bouncedMail().address().map(EmailAddress::value),
                    bounce.bouncedMail().mail().map(MailId::value),
                    bounce.bouncedMail().run().map(RunId::value),
                    bounce.bouncedMail().sentAt(),
                    bounce.diagnosis().map(diagnosis -> diagnosis.reason().label()),
                    bounce.diagnosis().map(diagnosis -> diagnosis.kind().label()),
                    bounce.diagnosis()
                            .map(diagnosis -> diagnosis.reason().group().label()),
                    bounce.diagnosis().map(diagnosis -> diagnosis.evidence().label()),
                    bounce.diagnosis().map(Diagnosis::ruleId),
                    bounce.report().status().map(EnhancedStatusCode::toString),
                    bounce.report().replyCode(),
                    bounce.report().reportingMta(),
                    bounce.report().remoteMta(),
                    bounce.report().text(),
                    bounce.messageHash(),
                    bounce.classifier(),
                    bounce.status().id(),
                    Optional.of(bounce.target())
                            .filter(target -> target != ReportTarget.RECIPIENT)
                            .map(ReportTarget::id));
        }
    }

    private record ReviewAnswer(
            boolean applied,
            List<BounceChangeAnswer> changes,
            List<String> marked,
            List<String> unmarked,
            FreedAddressWords.FreedAddressesAnswer mailableAgain) {}

    private record BounceChangeAnswer(long bounce, Optional<String> address, String from, String to) {
        static BounceChangeAnswer of(BounceReview.BounceChange change) {
            return new BounceChangeAnswer(
                    change.before().id().value(),
                    change.before().bouncedMail().address().map(EmailAddress::value),
                    describe(change.before()) + ", " + change.before().status().id(),
                    describe(change.after()) + ", " + change.after().status().id());
        }
    }

    /**
     * Writes what a review changed, or would change.
     *
     * @param applied whether the changes were made
     * @param applyHint how to make them, printed if they were not made
     */
    /** Returns those addresses that are not Bounced any more and that nothing else suppresses. */
    static FreedAddresses findFreed(AccountSession session, BounceReview.ReviewResult result, boolean applied) {
        if (!applied || result.unmarked().isEmpty()) {
            return FreedAddresses.NONE;
        }
        Set<EmailAddress> freed = new TreeSet<>(result.unmarked());
        freed.removeAll(session.account()
                .read(reading -> reading.findOldestSuppressions(result.unmarked()))
                .keySet());
        return FreedAddresses.of(freed);
    }

    static void writeReview(
            CommandConsole console,
            boolean asJson,
            BounceReview.ReviewResult result,
            FreedAddresses freed,
            boolean applied,
            String applyHint) {
        if (asJson) {
            console.writeJson(new ReviewAnswer(
                    applied,
                    result.changes().stream().map(BounceChangeAnswer::of).toList(),
                    values(result.marked()),
                    values(result.unmarked()),
                    FreedAddressWords.FreedAddressesAnswer.of(freed)));
            return;
        }
        Map<String, Long> kinds = new TreeMap<>();
        result.changes().forEach(change -> kinds.merge(describeChange(change), 1L, Long::sum));
        console.printLine(TerminalText.formatCount(result.changes().size(), "bounce")
                + (applied ? " changed." : " would change."));
        kinds.forEach((change, number) -> console.printLine("  " + TerminalText.formatNumber(number) + " " + change));
        printAddresses(console, (applied ? "Marked" : "Would mark") + " Bounced", result.marked());
        printAddresses(console, (applied ? "Not" : "Would not be") + " Bounced any more", result.unmarked());
        FreedAddressWords.print(console, freed);
        if (!applied && !result.changes().isEmpty()) {
            console.printNote("nothing was changed; " + applyHint + ".");
        }
    }

    private static String describeChange(BounceReview.BounceChange change) {
        return change.before().status() == change.after().status()
                ? describe(change.before()) + " → " + describe(change.after())
                : describe(change.before()) + ": " + change.before().status().id() + " → "
                        + change.after().status().id();
    }

    private static void printAddresses(CommandConsole console, String heading, Collection<EmailAddress> addresses) {
        if (!addresses.isEmpty()) {
            console.printLine(heading + ": " + TerminalText.formatCount(addresses.size(), "address"));
            values(addresses).stream().limit(MAX_SHOWN).forEach(address -> console.printLine("  " + address));
            if (addresses.size() > MAX_SHOWN) {
                console.printLine("  and " + TerminalText.formatNumber(addresses.size() - MAX_SHOWN) + " more");
            }
        }
    }

    private static List<String> values(Collection<EmailAddress> addresses) {
        return addresses.stream().map(EmailAddress::value).toList();
    }
}
