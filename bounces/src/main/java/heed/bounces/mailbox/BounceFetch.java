package heed.bounces.mailbox;

import heed.bounces.BounceReader;
import heed.bounces.BounceVerdict;
import heed.bounces.mailbox.BounceMailbox.WaitingMessage;
import heed.bounces.marking.BounceMarker;
import heed.bounces.marking.BounceRecords;
import heed.bounces.marking.ReturnedMessage;
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
    private static final int BATCH_MESSAGES = 50;
    private static final int BATCH_BYTES = 16 * 1024 * 1024;

    private final BounceRecords records;
    private final BounceIngest ingest;
    private final BounceReader reader;
    private final int maxBytes;
    private final Clock clock;

    /** @param maxBytes so many bytes of a message are read */
    public BounceFetch(BounceRecords records, BounceIngest ingest, BounceReader reader, int maxBytes, Clock clock) {
        this.records = records;
        this.ingest = ingest;
        this.reader = reader;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /**
     * What was fetched.
     *
     * @param messages taken now
     * @param duplicates taken before, and found again
     * @param quarantined of those taken now, kept for a person
     * @param effects of what they said
     */
    public record FetchTally(
            long messages, long duplicates, long quarantined, Map<BounceMarker.BounceEffect, Long> effects) {
        public static final FetchTally NONE = new FetchTally(0, 0, 0, Map.of());

        public FetchTally plus(FetchTally other) {
            Map<BounceMarker.BounceEffect, Long> sum = new EnumMap<>(BounceMarker.BounceEffect.class);
            sum.putAll(effects);
            other.effects.forEach((effect, count) -> sum.merge(effect, count, Long::sum));
            return new FetchTally(
                    messages + other.messages, duplicates + other.duplicates, quarantined + other.quarantined, sum);
        }
    }

    /** Takes everything that waits, or what there is time for until it is told to stop. */
    public FetchTally fetch(BounceMailbox mailbox, BooleanSupplier stop) {
        List<WaitingMessage> waiting = mailbox.listWaiting();
        FetchTally tally = FetchTally.NONE;
        for (int from = 0; from < waiting.size() && !stop.getAsBoolean(); from += BATCH_MESSAGES) {
            List<WaitingMessage> batch = waiting.subList(from, Math.min(waiting.size(), from + BATCH_MESSAGES));
            tally = tally.plus(fetchBatch(mailbox, batch));
        }
        return tally;
    }

    private FetchTally fetchBatch(BounceMailbox mailbox, List<WaitingMessage> waiting) {
        Map<String, Boolean> claimed = records.read(reading ->
                reading.findClaimed(waiting.stream().map(WaitingMessage::uid).toList()));
        FetchTally tally = FetchTally.NONE;
        List<WaitingMessage> batch = new ArrayList<>();
        List<BounceIngest.ReadMessage> read = new ArrayList<>();
        long bytes = 0;
        for (WaitingMessage message : waiting) {
            Boolean quarantined = claimed.get(message.uid());
            if (quarantined != null) { // whoever took it did not come to settle it
                settle(mailbox, message, quarantined);
                tally = tally.plus(new FetchTally(0, 1, 0, Map.of()));
                continue;
            }
            Optional<byte[]> content = mailbox.read(message, maxBytes);
            if (content.isEmpty()) {
                continue;
            }
            ReturnedMessage returned = ReturnedMessage.of(content.get(), Optional.of(message.uid()), message.size());
            Optional<List<BounceVerdict>> verdicts = verdicts(content.get());
            if (verdicts.isEmpty()) {
                boolean first = ingest.quarantine(returned, "it could not be read", clock.instant());
                mailbox.quarantine(message);
                tally = tally.plus(new FetchTally(first ? 1 : 0, first ? 0 : 1, first ? 1 : 0, Map.of()));
                continue;
            }
            batch.add(message);
            read.add(new BounceIngest.ReadMessage(returned, verdicts.get()));
            bytes += content.get().length;
            if (bytes > BATCH_BYTES) {
                tally = tally.plus(ingestBatch(mailbox, batch, read));
                batch.clear();
                read.clear();
                bytes = 0;
            }
        }
        return tally.plus(ingestBatch(mailbox, batch, read));
    }

    private FetchTally ingestBatch(
            BounceMailbox mailbox, List<WaitingMessage> batch, List<BounceIngest.ReadMessage> read) {
        FetchTally tally = FetchTally.NONE;
        List<BounceIngest.IngestResult> results = read.isEmpty() ? List.of() : ingest.ingest(read, clock.instant());
        for (int i = 0; i < results.size(); i++) {
            BounceIngest.IngestResult result = results.get(i);
            boolean quarantined = result.quarantineReason().isPresent();
            settle(mailbox, batch.get(i), quarantined);
            Map<BounceMarker.BounceEffect, Long> effects = new EnumMap<>(BounceMarker.BounceEffect.class);
            result.effects().forEach(effect -> effects.merge(effect, 1L, Long::sum));
            tally = tally.plus(new FetchTally(
                    result.duplicate() ? 0 : 1, result.duplicate() ? 1 : 0, quarantined ? 1 : 0, effects));
        }
        return tally;
    }

    private static void settle(BounceMailbox mailbox, WaitingMessage message, boolean quarantined) {
        if (quarantined) {
            mailbox.quarantine(message);
        } else {
            mailbox.markProcessed(message);
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
