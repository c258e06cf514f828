package heed.bounces.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The addresses of a report for people, weighed by where they stand, to tell those that failed from those it mentions. */
final class RecipientCandidates {
    private static final int LIKELY_WEIGHT = 5;
    private static final int MAX_RECIPIENTS = 200;
    private static final int MAX_LINES = 40;

    /** Of a line, as much before and after an address is looked at. */
    private static final int CONTEXT_LENGTH = 120;

    private final List<String> lines;
    private final Set<String> declaredFailed = new LinkedHashSet<>();
    private final Set<String> originalRecipients = new LinkedHashSet<>();
    private final Set<String> ownAddresses = new LinkedHashSet<>();
    private final Set<String> deliveredTo = new LinkedHashSet<>();
    private final Set<String> senders = new LinkedHashSet<>();
    private final Map<String, Candidate> candidates = new LinkedHashMap<>();

    /** An address with its best weight and the line where it stands first. */
    private record Candidate(String address, int weight, int line) {}

    RecipientCandidates(ParsedMail mail, HeaderFields original, List<String> lines) {
        this.lines = lines;
        addresses(mail.headers(), declaredFailed, "x-failed-recipients");
        addresses(original, originalRecipients, "to", "cc", "x-original-to", "delivered-to", "envelope-to");
        original.values("received").forEach(value -> receivedFor(value).ifPresent(originalRecipients::add));
        addresses(original, ownAddresses, "from", "return-path", "sender", "reply-to", "errors-to");
        addresses(mail.headers(), ownAddresses, "to", "delivered-to", "x-original-to", "envelope-to");
        addresses(mail.headers(), deliveredTo, "to");
        addresses(mail.headers(), senders, "from");
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).indexOf('@') >= 0) {
                weigh(i);
            }
        }
    }

    private static void addresses(HeaderFields headers, Set<String> found, String... names) {
        for (String name : names) {
            headers.values(name).forEach(value -> found.addAll(AddressScanner.findAll(value)));
        }
    }

    /** The recipient in "from a by b for <ann@example.com>; date". */
    private static Optional<String> receivedFor(String received) {
        int at = received.lastIndexOf(" for ");
        return at < 0
                ? Optional.empty()
                : AddressScanner.findAll(received.substring(at)).stream().findFirst();
    }

    private void weigh(int line) {
        String text = lines.get(line);
        String previous = previousLine(line);
        for (AddressScanner.FoundAddress found : AddressScanner.scan(text)) {
            String address = found.address();
            String before = text.substring(Math.max(0, found.start() - CONTEXT_LENGTH), found.start());
            String after = text.substring(found.end(), Math.min(text.length(), found.end() + CONTEXT_LENGTH));
            int weight = AddressWeights.weight(before.toLowerCase(Locale.ROOT), after, previous)
                    + (originalRecipients.contains(address) ? 4 : 0)
                    - (ownAddresses.contains(address) ? 3 : 0)
                    - (senders.contains(address) ? 3 : 0)
                    - (AddressScanner.isRoleAddress(address) ? 6 : 0)
                    - (AddressScanner.isListAddress(address) ? 10 : 0);
            candidates.merge(
                    address,
                    new Candidate(address, weight, line),
                    (known, other) -> new Candidate(address, Math.max(known.weight, other.weight), known.line));
        }
    }

    private String previousLine(int line) {
        for (int i = line - 1; i >= 0 && i >= line - 3; i--) {
            if (!lines.get(i).isBlank()) {
                return lines.get(i).strip().toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    /** Those that failed, each with the words about it; empty if no address is likely to be one. */
    Map<String, String> failedRecipients() {
        Set<String> chosen = new LinkedHashSet<>(declaredFailed);
        if (chosen.isEmpty()) {
            int best = candidates.values().stream()
                    .mapToInt(Candidate::weight)
                    .max()
                    .orElse(0);
            boolean sure = candidates.values().stream()
                    .anyMatch(candidate ->
                            candidate.weight > LIKELY_WEIGHT && originalRecipients.contains(candidate.address));
            int least = sure ? LIKELY_WEIGHT + 1 : Math.min(best, LIKELY_WEIGHT);
            candidates.values().stream()
                    .filter(candidate -> best > 0 && candidate.weight >= least)
                    .forEach(candidate -> chosen.add(candidate.address));
        }
        Map<String, String> words = new LinkedHashMap<>();
        chosen.stream().limit(MAX_RECIPIENTS).forEach(address -> words.put(address, textAbout(address, chosen)));
        return words;
    }

    /** The lines from where an address stands to where another one of them does. */
    private String textAbout(String address, Set<String> chosen) {
        Optional<Candidate> candidate = Optional.ofNullable(candidates.get(address));
        if (candidate.isEmpty()) {
            return String.join("\n", lines);
        }
        Set<Integer> others = new LinkedHashSet<>();
        candidates.values().stream()
                .filter(other -> chosen.contains(other.address) && !other.address.equals(address))
                .forEach(other -> others.add(other.line));
        List<String> words = new ArrayList<>();
        int first = candidate.get().line;
        for (int i = first; i < lines.size() && i < first + MAX_LINES && (i == first || !others.contains(i)); i++) {
            words.add(lines.get(i));
        }
        return String.join("\n", words);
    }

    /** Whether it names addresses that may have failed, and all of them are where it came to. */
    boolean areAllOwn() {
        List<String> likely = candidates.values().stream()
                .filter(candidate -> candidate.weight > -LIKELY_WEIGHT)
                .map(Candidate::address)
                .toList();
        return !likely.isEmpty()
                && deliveredTo.containsAll(likely)
                && declaredFailed.isEmpty()
                && originalRecipients.isEmpty();
    }

    /** Whom the returned message was for, where the report itself names nobody. */
    Optional<String> addressee() {
        return originalRecipients.stream()
                .filter(address -> !ownAddresses.contains(address))
                .findFirst()
                .or(() -> originalRecipients.stream().findFirst());
    }
}
