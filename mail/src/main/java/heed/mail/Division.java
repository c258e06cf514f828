package heed.mail;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What of the limits one deliverer may use. A list of deliverers gives each share to one of them; a deliverer uses what every
 * list of its own gives to it, and no list of another's gives to that one. So no two ever use the same share, whatever lists
 * they have, if each makes its list known before it goes by it.
 *
 * @param own all lists that it may be known by: that it had, that it has, and that it is about to have
 * @param others the list of each other one
 */
record Division(String self, Set<SortedSet<String>> own, Map<String, SortedSet<String>> others) {
    /** Of one that may use nothing. */
    static final Division NOTHING = new Division("", Set.of(new TreeSet<>()), Map.of());

    /** Of one that there is no other beside. */
    static Division alone() {
        return new Division("self", Set.of(new TreeSet<>(Set.of("self"))), Map.of());
    }

    boolean isAlone() {
        return others.isEmpty();
    }

    /**
     * Whether a share is its own.
     *
     * @param name of what is limited
     * @param most how many deliverers may work at once, so that whoever has a share of a domain can use it
     */
    boolean mine(String name, int share, int most) {
        return own.stream().allMatch(list -> holds(self, list, name, share, most))
                && others.entrySet().stream()
                        .noneMatch(other -> holds(other.getKey(), other.getValue(), name, share, most));
    }

    private static boolean holds(String who, SortedSet<String> list, String name, int share, int most) {
        List<String> working = list.stream().limit(most).toList();
        return !working.isEmpty()
                && working.get(Math.floorMod(name.hashCode() + share, working.size()))
                        .equals(who);
    }
}
