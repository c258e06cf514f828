package heed.mail.bounce;

import heed.mail.bounce.BounceMailbox.Waiting;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Brings what waits in a mailbox into an account's bounces. A message leaves the mailbox only when what it says is durable; one
 * that was taken before, by this or by another worker, just leaves. Not thread-safe; several may work at once.
 */
public final class BounceFetch {
    private static final int MESSAGES = 50;
    private static final int BYTES = 16 * 1024 * 1024;

    private final BounceRecords records;
    private final Intake intake;
    private final BounceReader reader;
    private final int most;
    private final Clock clock;

    /** @param most so many bytes of a message are read */
    public BounceFetch(BounceRecords records, Intake intake, BounceReader reader, int most, Clock clock) {
        this.records = records;
        this.intake = intake;
        this.reader = reader;
        this.most = most;
        this.clock = clock;
    }

    /**
     * What was fetched.
     *
     * @param messages taken now
     * @param known taken before, and found again
     * @param aside of those taken now, kept for a person
     * @param effects of what they said
     */
    public record Tally(long messages, long known, long aside, Map<Marking.Effect, Long> effects) {
        public static final Tally NONE = new Tally(0, 0, 0, Map.of());

        public Tally plus(Tally other) {
            Map<Marking.Effect, Long> sum = new EnumMap<>(Marking.Effect.class);
            sum.putAll(effects);
            other.effects.forEach((effect, number) -> sum.merge(effect, number, Long::sum));
            return new Tally(messages + other.messages, known + other.known, aside + other.aside, sum);
        }
    }

    /** Takes everything that waits, or what there is time for until it is told to stop. */
    public Tally fetch(BounceMailbox mailbox, BooleanSupplier stop) {
        List<Waiting> waiting = mailbox.waiting();
        Tally tally = Tally.NONE;
        for (int from = 0; from < waiting.size() && !stop.getAsBoolean(); from += MESSAGES) {
            List<Waiting> some = waiting.subList(from, Math.min(waiting.size(), from + MESSAGES));
            tally = tally.plus(take(mailbox, some));
        }
        return tally;
    }

    private Tally take(BounceMailbox mailbox, List<Waiting> waiting) {
        Map<String, Boolean> taken = records.read(
                reading -> reading.taken(waiting.stream().map(Waiting::uid).toList()));
        Tally tally = Tally.NONE;
        List<Waiting> batch = new ArrayList<>();
        List<Intake.Read> read = new ArrayList<>();
        long bytes = 0;
        for (Waiting message : waiting) {
            Boolean aside = taken.get(message.uid());
            if (aside != null) { // whoever took it did not come to settle it
                settle(mailbox, message, aside);
                tally = tally.plus(new Tally(0, 1, 0, Map.of()));
                continue;
            }
            Optional<byte[]> content = mailbox.read(message, most);
            if (content.isEmpty()) {
                continue;
            }
            ReturnedMessage returned = ReturnedMessage.of(content.get(), Optional.of(message.uid()), message.size());
            Optional<List<BounceVerdict>> verdicts = verdicts(content.get());
            if (verdicts.isEmpty()) {
                boolean first = intake.takeAside(returned, "it could not be read", clock.instant());
                mailbox.aside(message);
                tally = tally.plus(new Tally(first ? 1 : 0, first ? 0 : 1, first ? 1 : 0, Map.of()));
                continue;
            }
            batch.add(message);
            read.add(new Intake.Read(returned, verdicts.get()));
            bytes += content.get().length;
            if (bytes > BYTES) {
                tally = tally.plus(keep(mailbox, batch, read));
                batch.clear();
                read.clear();
                bytes = 0;
            }
        }
        return tally.plus(keep(mailbox, batch, read));
    }

    private Tally keep(BounceMailbox mailbox, List<Waiting> batch, List<Intake.Read> read) {
        Tally tally = Tally.NONE;
        List<Intake.Taken> taken = read.isEmpty() ? List.of() : intake.take(read, clock.instant());
        for (int i = 0; i < taken.size(); i++) {
            Intake.Taken one = taken.get(i);
            boolean aside = one.aside().isPresent();
            settle(mailbox, batch.get(i), aside);
            Map<Marking.Effect, Long> effects = new EnumMap<>(Marking.Effect.class);
            one.effects().forEach(effect -> effects.merge(effect, 1L, Long::sum));
            tally = tally.plus(new Tally(one.known() ? 0 : 1, one.known() ? 1 : 0, aside ? 1 : 0, effects));
        }
        return tally;
    }

    private static void settle(BounceMailbox mailbox, Waiting message, boolean aside) {
        if (aside) {
            mailbox.aside(message);
        } else {
            mailbox.done(message);
        }
    }

    /** The reader never throws; should it all the same, the message is kept and the others go on. */
    private Optional<List<BounceVerdict>> verdicts(byte[] content) {
        try {
            return Optional.of(reader.read(content));
        } catch (RuntimeException | StackOverflowError broken) {
            return Optional.empty();
        }
    }
}
