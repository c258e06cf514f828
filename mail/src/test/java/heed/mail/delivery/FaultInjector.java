package heed.mail.delivery;

import java.util.Random;

/**
 * How much goes wrong in one schedule, until it is over: nothing of a kind in some schedules, much of it in others, because
 * what goes wrong everywhere hides what would come after it.
 */
final class FaultInjector {
    private final Random random;
    private final double storeFails;
    private final double slow;
    private final double unreachable;
    private final double refused;
    private final double lost;
    private final int deaths;
    private boolean over;

    FaultInjector(Random random) {
        this.random = random;
        this.storeFails = pick(0, 0, 0.02, 0.1);
        this.slow = pick(0, 0.1, 0.5);
        this.unreachable = pick(0, 0, 0.05, 0.2);
        this.refused = pick(0.1, 0.3, 0.8);
        this.lost = pick(0, 0, 0.05, 0.2);
        this.deaths = (int) pick(0, 0, 1, 3);
    }

    private double pick(double... of) {
        return of[random.nextInt(of.length)];
    }

    private boolean occurs(double chance) {
        return !over && chance > 0 && random.nextDouble() < chance;
    }

    void end() {
        over = true;
    }

    /** Of a hundred steps, how many kill a process. */
    int deaths() {
        return deaths;
    }

    /** Whether a mail can have gone without anybody knowing. */
    boolean leavesDoubt() {
        return storeFails > 0 || lost > 0 || deaths > 0;
    }

    /** Each call to the store asks before it is kept, and again after. */
    boolean storeFails() {
        return occurs(storeFails);
    }

    /** For how many milliseconds a send hangs now; mostly for none. */
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

    /** Whether what is refused for good is so because of who sends it, not of who would get it. */
    boolean aboutSender() {
        return occurs(0.5);
    }

    boolean connectionLost() {
        return occurs(lost);
    }
}
