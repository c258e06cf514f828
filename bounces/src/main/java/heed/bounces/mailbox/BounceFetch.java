package heed.bounces.mailbox;

import heed.bounces.BounceReader;
import heed.bounces.BounceVerdict;
import heed.bounces.PersonalMail;
import heed.bounces.VerdictKind;
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
 * Moves the waiting messages of a mailbox into the bounces of an account. A message leaves the mailbox only after its verdicts are
 * durable. A message that was claimed before, by this or by another worker, only leaves the mailbox. Not thread-safe; several
 * instances may work on one mailbox at the same time.
 */
public final class BounceFetch {
    private static final int BATCH_MESSAGES = 50;

    /** The content of a batch that is kept in memory, in bytes. */
    private static final int BATCH_BYTES = 16 * 1024 * 1024;

    private final BounceRecords records;
    private final BounceIngest ingest;
    private final BounceReader reader;
    private final int maxBytes;
    private final Clock clock;

    /** @param maxBytes the number of bytes that are read of each message */
    public BounceFetch(BounceRecords records, BounceIngest ingest, BounceReader reader, int maxBytes, Clock clock) {
        this.records = records;
        this.ingest = ingest;
        this.reader = reader;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /**
     * The counts of a fetch.
     *
     * @param messages the messages processed now
     * @param duplicates the messages that had been processed before
     * @param quarantined those of the messages processed now that need a person
     * @param effects the number of verdicts with each effect
     */
    public record FetchTally(
            long messages, long duplicates, long quarantined, Map<BounceMarker.BounceEffect, Long> effects) {
        /** The counts of a fetch without any message. */
        public static final FetchTally NONE = new FetchTally(0, 0, 0, Map.of());

        /** Returns the sums of these and other counts. */
        public FetchTally plus(FetchTally other) {
            Map<BounceMarker.BounceEffect, Long> sum = new EnumMap<>(BounceMarker.BounceEffect.class);
            sum.putAll(effects);
            other.effects.forEach((effect, count) -> sum.merge(effect, count, Long::sum));
            return new FetchTally(
                    messages + other.messages, duplicates + other.duplicates, quarantined + other.quarantined, sum);
        }
    }

    /**
     * Processes the waiting messages of a mailbox in batches.
     *
     * @param stop whether to stop; checked before each batch
     * @throws MailboxException if the mailbox fails; batches processed before it stay processed
     */
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
            if (quarantined != null) { // the worker that claimed it stopped before it changed the mailbox
                finish(mailbox, message, quarantined);
                tally = tally.plus(new FetchTally(0, 1, 0, Map.of()));
                continue;
            }
            Optional<byte[]> content = mailbox.read(message, maxBytes);
            if (content.isEmpty()) { // another worker has moved or deleted it
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
            Optional<PersonalMail> personal =
                    verdicts.get().stream().allMatch(verdict -> verdict.kind() == VerdictKind.OTHER)
                            ? reader.readPersonalMail(content.get())
                            : Optional.empty();
            read.add(new BounceIngest.ReadMessage(returned, verdicts.get(), personal));
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

    /** Stores the verdicts of a batch, and only then marks its messages as processed or quarantines them. */
    private FetchTally ingestBatch(
            BounceMailbox mailbox, List<WaitingMessage> batch, List<BounceIngest.ReadMessage> read) {
        FetchTally tally = FetchTally.NONE;
        List<BounceIngest.IngestResult> results = read.isEmpty() ? List.of() : ingest.ingest(read, clock.instant());
        for (int i = 0; i < results.size(); i++) {
            BounceIngest.IngestResult result = results.get(i);
            boolean quarantined = result.quarantineReason().isPresent();
            finish(mailbox, batch.get(i), quarantined);
            Map<BounceMarker.BounceEffect, Long> effects = new EnumMap<>(BounceMarker.BounceEffect.class);
            result.effects().forEach(effect -> effects.merge(effect, 1L, Long::sum));
            tally = tally.plus(new FetchTally(
                    result.duplicate() ? 0 : 1, result.duplicate() ? 1 : 0, quarantined ? 1 : 0, effects));
        }
        return tally;
    }

    private static void finish(BounceMailbox mailbox, WaitingMessage message, boolean quarantined) {
        if (quarantined) {
            mailbox.quarantine(message);
        } else {
            mailbox.markProcessed(message);
        }
    }

    /** Reads a message; empty if the reader fails against its contract, so that the other messages are still processed. */
    private Optional<List<BounceVerdict>> verdicts(byte[] content) {
        try {
            return Optional.of(reader.read(content));
        } catch (RuntimeException | StackOverflowError fault) {
            return Optional.empty();
        }
    }
}
