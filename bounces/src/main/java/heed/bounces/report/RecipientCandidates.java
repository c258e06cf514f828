package heed.bounces.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The addresses in a report for people, with weights that distinguish failed recipients from addresses only mentioned. */
final class RecipientCandidates {
    /** The least weight of a likely recipient; see {@link AddressWeights}. */
    private static final int LIKELY_WEIGHT = 5;

    private static final int MAX_RECIPIENTS = 200;

    /** The greatest number of lines that belong to one address. */
    private static final int MAX_LINES = 40;

    /** The number of characters before and behind an address that are examined. */
    private static final int CONTEXT_LENGTH = 120;

    private static final Pattern TRANSCRIPT_ENTRY = Pattern.compile("^\\s*[45]\\d\\d .*@[^ ]*>?\\.\\.\\. ");

    private final List<String> lines;
    private final Set<String> declaredFailed;
    private final Set<String> originalRecipients;
    /** The addresses that sent the original or received the report. */
    private final Set<String> ownAddresses;

    private final Set<String> reportAddressees;
    private final Set<String> reportSenders;
    private final Map<String, Candidate> candidates = new LinkedHashMap<>();

    /**
     * An address in the report.
     *
     * @param weight its greatest weight in any line
     * @param lines the indexes of the lines that contain it
     */
    private record Candidate(String address, int weight, List<Integer> lines) {
        Candidate and(Candidate other) {
            List<Integer> all = new ArrayList<>(lines);
            all.addAll(other.lines);
            return new Candidate(address, Math.max(weight, other.weight), all);
        }
    }

    /**
     * Weighs the addresses of a report.
     *
     * @param original the headers of the returned message
     * @param lines the report's own words
     */
    RecipientCandidates(ParsedMail mail, HeaderFields original, List<String> lines) {
        this.lines = lines;
        HeaderFields headers = mail.headers();
        this.declaredFailed = headers.addresses("x-failed-recipients");
        this.originalRecipients = original.addresses("to", "cc", "x-original-to", "delivered-to", "envelope-to");
        original.values("received").forEach(value -> receivedFor(value).ifPresent(originalRecipients::add));
        this.ownAddresses = original.addresses("from", "return-path", "sender", "reply-to", "errors-to");
        ownAddresses.addAll(headers.addresses("to", "delivered-to", "x-original-to", "envelope-to"));
        this.reportAddressees = headers.addresses("to");
        this.reportSenders = headers.addresses("from");
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).indexOf('@') >= 0) {
                weigh(i);
            }
        }
    }

    /** Returns the recipient in a Received field: "from a by b for <ann@example.com>; date". */
    private static Optional<String> receivedFor(String received) {
        int at = received.lastIndexOf(" for ");
        return at < 0
                ? Optional.empty()
                : AddressScanner.findAll(received.substring(at)).stream().findFirst();
    }

    /** Weighs the addresses in a line, by the words around them and by their place in the headers. */
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
                    - (reportSenders.contains(address) ? 3 : 0)
                    - (AddressScanner.isRoleAddress(address) ? 6 : 0)
                    - (AddressScanner.isListAddress(address) ? 10 : 0);
            candidates.merge(address, new Candidate(address, weight, List.of(line)), Candidate::and);
        }
    }

    /** Returns the nearest of the three lines before a line that is not blank, in lower case; "" if all are. */
    private String previousLine(int line) {
        for (int i = line - 1; i >= 0 && i >= line - 3; i--) {
            if (!lines.get(i).isBlank()) {
                return lines.get(i).strip().toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    /**
     * Returns the failed recipients, each with the words about it. Recipients that a header field declares are certain; otherwise
     * those with the greatest weights are chosen. Empty if no address is likely to be one.
     */
    Map<String, String> failedRecipients() {
        Set<String> chosen = new LinkedHashSet<>(declaredFailed);
        if (chosen.isEmpty()) {
            int best = candidates.values().stream()
                    .mapToInt(Candidate::weight)
                    .max()
                    .orElse(0);
            // Beside an address that is certain to be a recipient, merely likely ones are not chosen.
            boolean certain = candidates.values().stream()
                    .anyMatch(candidate -> candidate.weight >= AddressWeights.ENTRY_WEIGHT
                            || (candidate.weight > LIKELY_WEIGHT && originalRecipients.contains(candidate.address)));
            int least = certain ? LIKELY_WEIGHT + 1 : Math.min(best, LIKELY_WEIGHT);
            candidates.values().stream()
                    .filter(candidate -> best > 0 && candidate.weight >= least)
                    .forEach(candidate -> chosen.add(candidate.address));
        }
        Map<String, String> words = new LinkedHashMap<>();
        chosen.stream().limit(MAX_RECIPIENTS).forEach(address -> words.put(address, textAbout(address, chosen)));
        return words;
    }

    /**
     * Returns the lines from an address up to the next chosen address. If a transcript of Sendmail has an entry for the address, its
     * lines follow.
     */
    private String textAbout(String address, Set<String> chosen) {
        Optional<Candidate> candidate = Optional.ofNullable(candidates.get(address));
        if (candidate.isEmpty()) {
            return String.join("\n", lines);
        }
        NavigableSet<Integer> others = new TreeSet<>();
        candidates.values().stream()
                .filter(other -> chosen.contains(other.address) && !other.address.equals(address))
                .forEach(other -> others.addAll(other.lines));
        int first = candidate.get().lines.get(0);
        List<String> words = new ArrayList<>();
        if (others.isEmpty() || !isTranscriptEntry(lines.get(first))) {
            Integer next = others.higher(first);
            int end = Math.min(next == null ? lines.size() : next, first + MAX_LINES);
            words.addAll(lines.subList(first, Math.max(end, first + 1)));
        }
        if (!others.isEmpty()) {
            words.addAll(transcriptAbout(candidate.get(), others));
        }
        return String.join("\n", words);
    }

    /**
     * Returns the lines of a transcript that end with an entry for an address, such as "550 &lt;ann@example.com&gt;... User unknown".
     * The lines between two entries are about the second of them.
     */
    private List<String> transcriptAbout(Candidate candidate, NavigableSet<Integer> others) {
        for (int line : candidate.lines) {
            if (isTranscriptEntry(lines.get(line))) {
                Integer before = others.lower(line);
                while (before != null && !isTranscriptEntry(lines.get(before))) {
                    before = others.lower(before);
                }
                int start = Math.max(before == null ? transcriptStart(line) : before + 1, line - MAX_LINES);
                return lines.subList(start, line + 1);
            }
        }
        return List.of();
    }

    private int transcriptStart(int line) {
        int start = line;
        while (start > 0 && !lines.get(start - 1).isBlank()) {
            start--;
        }
        return start;
    }

    private static boolean isTranscriptEntry(String line) {
        return TRANSCRIPT_ENTRY.matcher(line).find();
    }

    /** Whether the report names addresses that may have failed, and all of them are addressees of the report itself. */
    boolean areAllOwn() {
        List<String> likely = candidates.values().stream()
                .filter(candidate -> candidate.weight > -LIKELY_WEIGHT)
                .map(Candidate::address)
                .toList();
        return !likely.isEmpty()
                && reportAddressees.containsAll(likely)
                && declaredFailed.isEmpty()
                && originalRecipients.isEmpty();
    }

    /** Returns the recipient of the returned message, by its headers; preferably one that is not our own address. */
    Optional<String> addressee() {
        return originalRecipients.stream()
                .filter(address -> !ownAddresses.contains(address))
                .findFirst()
                .or(() -> originalRecipients.stream().findFirst());
    }
}
