package heed.mail.delivery;

import java.util.Random;

/**
 * The faults of one schedule. How often each kind of fault occurs is drawn for the schedule: some schedules have none
 * of a kind, others many, because a fault that occurs everywhere hides what would follow it. Not thread-safe.
 */
final class FaultInjector {
    private final Random random;
    private final double storeFails;
    private final double slow;
    private final double unreachable;
    private final double refused;
    private final double lost;
    private final int deaths;
    private boolean ended;

    FaultInjector(Random random) {
        this.random = random;
        this.storeFails = pick(0, 0, 0.02, 0.1);
        this.slow = pick(0, 0.1, 0.5);
        this.unreachable = pick(0, 0, 0.05, 0.2);
        this.refused = pick(0.1, 0.3, 0.8);
        this.lost = pick(0, 0, 0.05, 0.2);
        this.deaths = (int) pick(0, 0, 1, 3);
    }

    private double pick(double... values) {
        return values[random.nextInt(values.length)];
    }

    private boolean occurs(double probability) {
        return !ended && probability > 0 && random.nextDouble() < probability;
    }

    /** Ends all faults. */
    void end() {
        ended = true;
    }

    /** Returns how many of a hundred steps kill a process. */
    int deaths() {
        return deaths;
    }

    /** Returns whether the schedule has faults after which a mail may have been sent unrecorded. */
    boolean leavesDoubt() {
        return storeFails > 0 || lost > 0 || deaths > 0;
    }

    /** Returns whether a call to the store fails now. Each call asks before it takes effect, and again after. */
    boolean storeFails() {
        return occurs(storeFails);
    }

    /** Returns for how many milliseconds a send hangs now; 0 most of the time. */
    long hangMillis() {
        return occurs(slow) ? random.nextInt(3_000) : 0;
    }

    boolean unreachable() {
        return occurs(unreachable);
    }

    boolean deferred() {
        return occurs(refused);
    }

    boolean rejected() {
        return occurs(refused / 4);
    }

    /** Returns whether a permanent refusal is because of the sender and not of the recipient. */
    boolean aboutSender() {
        return occurs(0.5);
    }

    boolean connectionLost() {
        return occurs(lost);
    }
}
