package heed.mail.limits;

import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The shares of the limits that one delivery instance may use. A member list assigns each share to one of its members.
 * An instance owns a share only if each of its own lists assigns the share to it, and no list of another instance
 * assigns the share to that other instance. Two instances therefore never own the same share, whatever lists they have,
 * provided that each instance publishes a list before it follows the list. Immutable.
 *
 * @param ownMembers all lists by which others may know this instance: the previous, the current and the next one
 * @param otherMembers the member list of each other instance, by the instance's id
 */
record LimitShare(String self, Set<NavigableSet<String>> ownMembers, Map<String, NavigableSet<String>> otherMembers) {
    /** Owns no share. */
    static final LimitShare NONE = new LimitShare("", Set.of(new TreeSet<>()), Map.of());

    /** Returns whether there is no other instance. */
    boolean isUnshared() {
        return otherMembers.isEmpty();
    }

    /**
     * Returns whether this instance may use a share of a limit.
     *
     * @param limitName the domain that is limited; empty for the account
     * @param maxInstances the number of instances that can have a share of the account's limit. Shares of a domain are
     *     assigned to these instances only, because others could not use them
     */
    boolean owns(String limitName, int shareIndex, int maxInstances) {
        return ownMembers.stream().allMatch(members -> isAssigned(self, members, limitName, shareIndex, maxInstances))
                && otherMembers.entrySet().stream()
                        .noneMatch(other ->
                                isAssigned(other.getKey(), other.getValue(), limitName, shareIndex, maxInstances));
    }

    private static boolean isAssigned(
            String instance, NavigableSet<String> members, String limitName, int shareIndex, int maxInstances) {
        List<String> active = members.stream().limit(maxInstances).toList();
        // The name shifts the assignment, so that one instance does not get the first share of every domain.
        return !active.isEmpty()
                && active.get(Math.floorMod(limitName.hashCode() + shareIndex, active.size()))
                        .equals(instance);
    }
}
