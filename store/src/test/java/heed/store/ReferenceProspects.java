package heed.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A reference implementation of the rules of flags, addresses and imports, for a few prospects in memory. */
final class ReferenceProspects {
    /** The prospects by Id, in the order of their creation. */
    final Map<String, ReferenceProspect> people = new LinkedHashMap<>();

    /** The Ids of the prospects who left a bounce at an address. */
    private final Map<String, TreeSet<String>> formerBounces = new TreeMap<>();

    /** The marked addresses, and the reason of each mark. */
    private final Map<String, String> bouncedAddresses = new TreeMap<>();

    /** The addresses whose Bounced was cleared since this list was last emptied. */
    final List<String> clearedAddresses = new ArrayList<>();

    /** The listed addresses, and the reason of each entry. */
    private final Map<String, String> listedAddresses = new TreeMap<>();

    static final class ReferenceProspect {
        final String id;
        String email = "";
        boolean optedOut;
        boolean bounced;
        /** Whether the last assertion of Bounced, apart from bounces and changes of the address, was Yes. */
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

    /** Marks the address; returns false if it was marked before. */
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

    /** Lists addresses and returns those that were not listed before. */
    List<String> suppress(List<String> addresses, String reason) {
        return addresses.stream()
                .sorted()
                .filter(address -> listedAddresses.putIfAbsent(address, reason) == null)
                .toList();
    }

    /** Removes addresses from the list and returns those that were listed. */
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
        occupyAddress(person, email);
    }

    private void occupyAddress(ReferenceProspect person, String email) {
        person.email = email;
        if ((formerBounces.containsKey(email) || bouncedAddresses.containsKey(email)) && !person.bounced) {
            person.setBounced(true, "address change");
        }
    }

    /**
     * Imports a row; an empty cell stands for a missing column.
     *
     * @return the result in words
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
            occupyAddress(person, email.orElse(""));
        } else if (!byEmail) {
            email.ifPresent(to -> move(person, to, "import"));
        }
        boolean flagRetained = false;
        if (optOut.isPresent()) {
            if (optOut.get() || mayClear) {
                setOptOut(person, optOut.get(), "import");
            } else {
                flagRetained = person.optedOut;
            }
        }
        if (bounced.isPresent()) {
            if (bounced.get() || mayClear) {
                setBounced(person, bounced.get(), "import");
            } else {
                flagRetained |= person.bounced;
            }
        }
        boolean unchanged = before.equals(person.email + person.optedOut + person.bounced);
        return (created ? "CREATED" : unchanged ? "UNCHANGED" : "UPDATED") + (flagRetained ? " kept" : "");
    }

    /** Returns every suppression of every address in words. */
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
