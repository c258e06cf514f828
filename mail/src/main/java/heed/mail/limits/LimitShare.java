package heed.mail.limits;

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
 * @param ownMembers all lists that it may be known by: that it had, that it has, and that it is about to have
 * @param otherMembers the list of each other one
 */
record LimitShare(String self, Set<SortedSet<String>> ownMembers, Map<String, SortedSet<String>> otherMembers) {
    /** Of one that may use nothing. */
    static final LimitShare NONE = new LimitShare("", Set.of(new TreeSet<>()), Map.of());

    boolean isUnshared() {
        return otherMembers.isEmpty();
    }

    /**
     * Whether a share is its own.
     *
     * @param limitName of what is limited
     * @param maxInstances how many deliverers may work at once, so that whoever has a share of a domain can use it
     */
    boolean owns(String limitName, int shareIndex, int maxInstances) {
        return ownMembers.stream().allMatch(members -> isAssigned(self, members, limitName, shareIndex, maxInstances))
                && otherMembers.entrySet().stream()
                        .noneMatch(other ->
                                isAssigned(other.getKey(), other.getValue(), limitName, shareIndex, maxInstances));
    }

    private static boolean isAssigned(
            String instance, SortedSet<String> members, String limitName, int shareIndex, int maxInstances) {
        List<String> active = members.stream().limit(maxInstances).toList();
        return !active.isEmpty()
                && active.get(Math.floorMod(limitName.hashCode() + shareIndex, active.size()))
                        .equals(instance);
    }
}
