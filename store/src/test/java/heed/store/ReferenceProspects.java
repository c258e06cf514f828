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
final class ReferenceProspects {
    /** In the order of their creation. */
    final Map<String, ReferenceProspect> people = new LinkedHashMap<>();

    /** Who left a bounce at an address. */
    private final Map<String, TreeSet<String>> formerBounces = new TreeMap<>();

    /** Why bounces mark each address that they do. */
    private final Map<String, String> bouncedAddresses = new TreeMap<>();

    /** Addresses of which somebody has cleared Bounced since this was last emptied. */
    final List<String> clearedAddresses = new ArrayList<>();

    /** Why each listed address was put on the list. */
    private final Map<String, String> listedAddresses = new TreeMap<>();

    static final class ReferenceProspect {
        final String id;
        String email = "";
        boolean optedOut;
        boolean bounced;
        /** Apart from bounces, Yes was the last that was said, and not because of the address. */
        boolean bouncedItself;

        final List<String> facts = new ArrayList<>(List.of("created (import)"));

        private ReferenceProspect(String id) {
            this.id = id;
        }

        private void setBounced(boolean yes, String reason) {
            facts.add("Bounced: " + word(bounced) + " → " + word(yes) + " (" + reason + ")");
            bounced = yes;
            if (!reason.equals("bounce")) {
                bouncedItself = yes && !reason.equals("address change");
            }
        }
    }

    private static String word(boolean yes) {
        return yes ? "Yes" : "No";
    }

    void setOptOut(ReferenceProspect person, boolean yes, String reason) {
        person.facts.add("Email Opt Out: " + word(person.optedOut) + " → " + word(yes) + " (" + reason + ")");
        person.optedOut = yes;
    }

    void setBounced(ReferenceProspect person, boolean yes, String reason) {
        boolean changed = person.bounced != yes;
        person.setBounced(yes, reason);
        if (yes || person.email.isEmpty()) {
            return;
        }
        boolean ended = formerBounces.remove(person.email) != null | bouncedAddresses.remove(person.email) != null;
        if (ended) {
            holdersOf(person.email)
                    .filter(holder -> holder != person && holder.bounced && !holder.bouncedItself)
                    .forEach(holder -> holder.setBounced(false, reason));
        }
        if (ended || changed) {
            clearedAddresses.add(person.email);
        }
    }

    private Stream<ReferenceProspect> holdersOf(String email) {
        return people.values().stream().filter(person -> person.email.equals(email));
    }

    boolean isMarked(String address) {
        return bouncedAddresses.containsKey(address);
    }

    /** Bounces mark the address; false if they did before. */
    boolean mark(String address, String reason) {
        if (bouncedAddresses.putIfAbsent(address, reason) != null) {
            return false;
        }
        holdersOf(address).forEach(person -> person.setBounced(true, "bounce"));
        return true;
    }

    void unmark(String address) {
        if (bouncedAddresses.remove(address) != null && !formerBounces.containsKey(address)) {
            holdersOf(address)
                    .filter(person -> person.bounced && !person.bouncedItself)
                    .forEach(person -> person.setBounced(false, "bounce"));
        }
    }

    /** Those of the addresses that were not listed. */
    List<String> suppress(List<String> addresses, String reason) {
        return addresses.stream()
                .sorted()
                .filter(address -> listedAddresses.putIfAbsent(address, reason) == null)
                .toList();
    }

    /** Those of the addresses that were listed. */
    List<String> unsuppress(List<String> addresses) {
        return addresses.stream()
                .sorted()
                .filter(address -> listedAddresses.remove(address) != null)
                .toList();
    }

    void move(ReferenceProspect person, String email, String reason) {
        if (email.equals(person.email)) {
            return;
        }
        person.facts.add("Email: " + person.email + " → " + email + " (" + reason + ")");
        if (person.bounced && !person.email.isEmpty()) {
            if (person.bouncedItself || !bouncedAddresses.containsKey(person.email)) {
                formerBounces
                        .computeIfAbsent(person.email, address -> new TreeSet<>())
                        .add(person.id);
            }
            person.setBounced(false, "address change");
        }
        takeAddress(person, email);
    }

    private void takeAddress(ReferenceProspect person, String email) {
        person.email = email;
        if ((formerBounces.containsKey(email) || bouncedAddresses.containsKey(email)) && !person.bounced) {
            person.setBounced(true, "address change");
        }
    }

    /**
     * A row of a file that has these columns.
     *
     * @return what becomes of it
     */
    String importRow(
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
        List<ReferenceProspect> matching = people.values().stream()
                .filter(candidate -> key.get().equals(byEmail ? candidate.email : candidate.id))
                .toList();
        if (matching.size() > 1) {
            return "REJECTED";
        }
        boolean created = matching.isEmpty();
        if (created && byEmail && id.isPresent() && people.containsKey(id.get())) {
            return "REJECTED";
        }
        ReferenceProspect person = created ? new ReferenceProspect(id.orElseThrow()) : matching.get(0);
        String before = person.email + person.optedOut + person.bounced;
        if (created) {
            people.put(person.id, person);
            takeAddress(person, email.orElse(""));
        } else if (!byEmail) {
            email.ifPresent(to -> move(person, to, "import"));
        }
        boolean flagKept = false;
        if (optOut.isPresent()) {
            if (optOut.get() || mayClear) {
                setOptOut(person, optOut.get(), "import");
            } else {
                flagKept = person.optedOut;
            }
        }
        if (bounced.isPresent()) {
            if (bounced.get() || mayClear) {
                setBounced(person, bounced.get(), "import");
            } else {
                flagKept |= person.bounced;
            }
        }
        boolean unchanged = before.equals(person.email + person.optedOut + person.bounced);
        return (created ? "CREATED" : unchanged ? "UNCHANGED" : "UPDATED") + (flagKept ? " kept" : "");
    }

    /** Every reason for every address, in words. */
    List<String> suppressions() {
        List<String> described = new ArrayList<>();
        for (ReferenceProspect person : people.values()) {
            if (!person.email.isEmpty() && person.optedOut) {
                described.add(person.email + " Email Opt Out by " + person.id);
            }
            if (!person.email.isEmpty() && person.bounced) {
                described.add(person.email + " Bounced by " + person.id);
            }
        }
        formerBounces.forEach(
                (address, ids) -> ids.forEach(id -> described.add(address + " Bounced formerly by " + id)));
        bouncedAddresses.forEach((address, reason) -> described.add(address + " Bounced: " + reason));
        listedAddresses.forEach((address, reason) -> described.add(address + " On the suppression list: " + reason));
        return described;
    }
}
