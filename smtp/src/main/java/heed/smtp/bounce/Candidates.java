package heed.smtp.bounce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The addresses of a report for people, weighed by where they stand, to tell those that failed from those it mentions. */
final class Candidates {
    private static final int LIKELY = 5;
    private static final int MOST = 200;
    private static final int LONGEST_WORDS = 40;

    /** Of a line, as much before and after an address is looked at. */
    private static final int NEAR = 120;

    private final List<String> lines;
    private final Set<String> named = new LinkedHashSet<>();
    private final Set<String> addressed = new LinkedHashSet<>();
    private final Set<String> ours = new LinkedHashSet<>();
    private final Set<String> cameTo = new LinkedHashSet<>();
    private final Set<String> senders = new LinkedHashSet<>();
    private final Map<String, Candidate> candidates = new LinkedHashMap<>();

    /** An address with its best weight and the line where it stands first. */
    private record Candidate(String address, int weight, int line) {}

    Candidates(Incoming mail, Headers original, List<String> lines) {
        this.lines = lines;
        addresses(mail.headers(), named, "x-failed-recipients");
        addresses(original, addressed, "to", "cc", "x-original-to", "delivered-to", "envelope-to");
        original.all("received").forEach(value -> forWhom(value).ifPresent(addressed::add));
        addresses(original, ours, "from", "return-path", "sender", "reply-to", "errors-to");
        addresses(mail.headers(), ours, "to", "delivered-to", "x-original-to", "envelope-to");
        addresses(mail.headers(), cameTo, "to");
        addresses(mail.headers(), senders, "from");
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).indexOf('@') >= 0) {
                weigh(i);
            }
        }
    }

    private static void addresses(Headers headers, Set<String> found, String... names) {
        for (String name : names) {
            headers.all(name).forEach(value -> found.addAll(Addresses.of(value)));
        }
    }

    /** The recipient in "from a by b for <ann@example.com>; date". */
    private static Optional<String> forWhom(String received) {
        int at = received.lastIndexOf(" for ");
        return at < 0
                ? Optional.empty()
                : Addresses.of(received.substring(at)).stream().findFirst();
    }

    private void weigh(int line) {
        String text = lines.get(line);
        String previous = previous(line);
        for (Addresses.Found found : Addresses.in(text)) {
            String address = found.address();
            String before = text.substring(Math.max(0, found.start() - NEAR), found.start());
            String after = text.substring(found.end(), Math.min(text.length(), found.end() + NEAR));
            int weight = Places.weight(before.toLowerCase(Locale.ROOT), after, previous)
                    + (addressed.contains(address) ? 4 : 0)
                    - (ours.contains(address) ? 3 : 0)
                    - (senders.contains(address) ? 3 : 0)
                    - (Addresses.official(address) ? 6 : 0)
                    - (Addresses.ofList(address) ? 10 : 0);
            candidates.merge(
                    address,
                    new Candidate(address, weight, line),
                    (one, other) -> new Candidate(address, Math.max(one.weight, other.weight), one.line));
        }
    }

    private String previous(int line) {
        for (int i = line - 1; i >= 0 && i >= line - 3; i--) {
            if (!lines.get(i).isBlank()) {
                return lines.get(i).strip().toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    /** Those that failed, each with the words about it; empty if no address is likely to be one. */
    Map<String, String> failed() {
        Set<String> chosen = new LinkedHashSet<>(named);
        if (chosen.isEmpty()) {
            int best = candidates.values().stream()
                    .mapToInt(Candidate::weight)
                    .max()
                    .orElse(0);
            boolean sure = candidates.values().stream()
                    .anyMatch(one -> one.weight > LIKELY && addressed.contains(one.address));
            int least = sure ? LIKELY + 1 : Math.min(best, LIKELY);
            candidates.values().stream()
                    .filter(one -> best > 0 && one.weight >= least)
                    .forEach(one -> chosen.add(one.address));
        }
        Map<String, String> words = new LinkedHashMap<>();
        chosen.stream().limit(MOST).forEach(address -> words.put(address, about(address, chosen)));
        return words;
    }

    /** The lines from where an address stands to where another one of them does. */
    private String about(String address, Set<String> chosen) {
        Optional<Candidate> candidate = Optional.ofNullable(candidates.get(address));
        if (candidate.isEmpty()) {
            return String.join("\n", lines);
        }
        Set<Integer> others = new LinkedHashSet<>();
        candidates.values().stream()
                .filter(one -> chosen.contains(one.address) && !one.address.equals(address))
                .forEach(one -> others.add(one.line));
        List<String> words = new ArrayList<>();
        int first = candidate.get().line;
        for (int i = first; i < lines.size() && i < first + LONGEST_WORDS && (i == first || !others.contains(i)); i++) {
            words.add(lines.get(i));
        }
        return String.join("\n", words);
    }

    /** Whether it names addresses that may have failed, and all of them are where it came to. */
    boolean areOurs() {
        List<String> likely = candidates.values().stream()
                .filter(one -> one.weight > -LIKELY)
                .map(Candidate::address)
                .toList();
        return !likely.isEmpty() && cameTo.containsAll(likely) && named.isEmpty() && addressed.isEmpty();
    }

    /** Whom the returned message was for, where the report itself names nobody. */
    Optional<String> addressee() {
        return addressed.stream()
                .filter(address -> !ours.contains(address))
                .findFirst()
                .or(() -> addressed.stream().findFirst());
    }
}
