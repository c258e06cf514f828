package heed.mail.gate;

import heed.mail.AttemptId;
import heed.mail.SenderId;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Journals in memory, whose senders end when a test says so. Thread-safe. */
public final class InMemoryJournals implements AttemptJournals {
    private final Map<SenderId, Map<AttemptId, Fate>> ended = new ConcurrentHashMap<>();
    private int senders;

    /** Returns a gate whose sender has a journal of its own. */
    public static SendGate gate(Attempts attempts, Clock clock) {
        return new SendGate(attempts, clock, System::nanoTime, new InMemoryJournals().open());
    }

    @Override
    public synchronized AttemptJournal open() {
        return new InMemoryJournal(new SenderId("sender-" + ++senders));
    }

    @Override
    public Optional<EndedJournal> findEnded(SenderId sender) {
        return Optional.ofNullable(ended.get(sender)).map(notes -> new EndedJournal() {
            @Override
            public Fate fateOf(AttemptId attempt) {
                return notes.getOrDefault(attempt, Fate.NOT_SENT);
            }

            @Override
            public void delete() {
                ended.remove(sender);
            }
        });
    }

    private final class InMemoryJournal implements AttemptJournal {
        private final SenderId sender;
        private final Map<AttemptId, Fate> notes = new HashMap<>();

        InMemoryJournal(SenderId sender) {
            this.sender = sender;
        }

        @Override
        public SenderId sender() {
            return sender;
        }

        @Override
        public synchronized boolean noteCompletion(AttemptId attempt) {
            notes.put(attempt, Fate.IN_DOUBT);
            return true;
        }

        @Override
        public synchronized void noteOutcome(AttemptId attempt, AttemptOutcome outcome) {
            notes.computeIfPresent(attempt, (noted, fate) -> Fate.of(outcome));
        }

        @Override
        public synchronized void remove(List<AttemptId> attempts) {
            attempts.forEach(notes::remove);
        }

        @Override
        public synchronized void close() {
            if (!notes.isEmpty()) {
                abandon();
            }
        }

        @Override
        public synchronized void abandon() {
            ended.put(sender, Map.copyOf(notes));
        }
    }
}
