package heed.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The rules of flags, addresses and imports as one would say them, for a few people in memory. */
final class PeopleModel {
    /** In the order of their creation. */
    final Map<String, Person> people = new LinkedHashMap<>();

    /** Who left a bounce at an address. */
    private final Map<String, TreeSet<String>> left = new TreeMap<>();

    /** Why bounces mark each address that they do. */
    private final Map<String, String> returned = new TreeMap<>();

    /** Addresses of which somebody has cleared Bounced since this was last emptied. */
    final List<String> cleared = new ArrayList<>();

    /** Why each listed address was put on the list. */
    private final Map<String, String> listed = new TreeMap<>();

    static final class Person {
        final String id;
        String email = "";
        boolean optedOut;
        boolean bounced;
        /** Apart from bounces, Yes was the last that was said, and not because of the address. */
        boolean own;

        final List<String> facts = new ArrayList<>(List.of("created (import)"));

        private Person(String id) {
            this.id = id;
        }

        private void bounced(boolean yes, String why) {
            facts.add("Bounced: " + word(bounced) + " → " + word(yes) + " (" + why + ")");
            bounced = yes;
            if (!why.equals("bounce")) {
                own = yes && !why.equals("address change");
            }
        }
    }

    private static String word(boolean yes) {
        return yes ? "Yes" : "No";
    }

    void optOut(Person person, boolean yes, String why) {
        person.facts.add("Email Opt Out: " + word(person.optedOut) + " → " + word(yes) + " (" + why + ")");
        person.optedOut = yes;
    }

    void bounced(Person person, boolean yes, String why) {
        boolean changed = person.bounced != yes;
        person.bounced(yes, why);
        if (yes || person.email.isEmpty()) {
            return;
        }
        boolean ended = left.remove(person.email) != null | returned.remove(person.email) != null;
        if (ended) {
            having(person.email)
                    .filter(other -> other != person && other.bounced && !other.own)
                    .forEach(other -> other.bounced(false, why));
        }
        if (ended || changed) {
            cleared.add(person.email);
        }
    }

    private Stream<Person> having(String email) {
        return people.values().stream().filter(one -> one.email.equals(email));
    }

    boolean marked(String address) {
        return returned.containsKey(address);
    }

    /** Bounces mark the address; false if they did before. */
    boolean mark(String address, String reason) {
        if (returned.putIfAbsent(address, reason) != null) {
            return false;
        }
        having(address).forEach(one -> one.bounced(true, "bounce"));
        return true;
    }

    void unmark(String address) {
        if (returned.remove(address) != null && !left.containsKey(address)) {
            having(address).filter(one -> one.bounced && !one.own).forEach(one -> one.bounced(false, "bounce"));
        }
    }

    /** Those of the addresses that were not listed. */
    List<String> list(List<String> addresses, String reason) {
        return addresses.stream()
                .sorted()
                .filter(address -> listed.putIfAbsent(address, reason) == null)
                .toList();
    }

    /** Those of the addresses that were listed. */
    List<String> unlist(List<String> addresses) {
        return addresses.stream()
                .sorted()
                .filter(address -> listed.remove(address) != null)
                .toList();
    }

    void move(Person person, String email, String why) {
        if (email.equals(person.email)) {
            return;
        }
        person.facts.add("Email: " + person.email + " → " + email + " (" + why + ")");
        if (person.bounced && !person.email.isEmpty()) {
            if (person.own || !returned.containsKey(person.email)) {
                left.computeIfAbsent(person.email, address -> new TreeSet<>()).add(person.id);
            }
            person.bounced(false, "address change");
        }
        settle(person, email);
    }

    private void settle(Person person, String email) {
        person.email = email;
        if ((left.containsKey(email) || returned.containsKey(email)) && !person.bounced) {
            person.bounced(true, "address change");
        }
    }

    /**
     * A row of a file that has these columns.
     *
     * @return what becomes of it
     */
    String row(
            boolean byEmail,
            boolean mayClear,
            Optional<String> id,
            Optional<String> email,
            Optional<Boolean> optOut,
            Optional<Boolean> bounced) {
        Optional<String> key = byEmail ? email : id;
        if (key.isEmpty() || key.get().isEmpty()) {
            return "REJECTED";
        }
        List<Person> matching = people.values().stream()
                .filter(one -> key.get().equals(byEmail ? one.email : one.id))
                .toList();
        if (matching.size() > 1) {
            return "REJECTED";
        }
        boolean created = matching.isEmpty();
        if (created && byEmail && id.isPresent() && people.containsKey(id.get())) {
            return "REJECTED";
        }
        Person person = created ? new Person(id.orElseThrow()) : matching.get(0);
        String before = person.email + person.optedOut + person.bounced;
        if (created) {
            people.put(person.id, person);
            settle(person, email.orElse(""));
        } else if (!byEmail) {
            email.ifPresent(to -> move(person, to, "import"));
        }
        boolean kept = false;
        if (optOut.isPresent()) {
            if (optOut.get() || mayClear) {
                optOut(person, optOut.get(), "import");
            } else {
                kept = person.optedOut;
            }
        }
        if (bounced.isPresent()) {
            if (bounced.get() || mayClear) {
                bounced(person, bounced.get(), "import");
            } else {
                kept |= person.bounced;
            }
        }
        boolean same = before.equals(person.email + person.optedOut + person.bounced);
        return (created ? "CREATED" : same ? "UNCHANGED" : "UPDATED") + (kept ? " kept" : "");
    }

    /** Every reason for every address, in words. */
    List<String> suppressions() {
        List<String> all = new ArrayList<>();
        for (Person person : people.values()) {
            if (!person.email.isEmpty() && person.optedOut) {
                all.add(person.email + " Email Opt Out by " + person.id);
            }
            if (!person.email.isEmpty() && person.bounced) {
                all.add(person.email + " Bounced by " + person.id);
            }
        }
        left.forEach((address, ids) -> ids.forEach(id -> all.add(address + " Bounced formerly by " + id)));
        returned.forEach((address, reason) -> all.add(address + " Bounced: " + reason));
        listed.forEach((address, reason) -> all.add(address + " On the suppression list: " + reason));
        return all;
    }
}
