package heed.store.internal;

import heed.bounces.marking.BouncePolicy;
import heed.bounces.marking.BounceReading;
import heed.bounces.marking.BounceRecords;
import heed.bounces.marking.BounceWork;
import heed.mail.MailId;
import heed.model.prospect.EmailAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** The bounces of one account of a store. */
public final class BounceBook implements BounceRecords {
    private final Database database;
    private final Owner owner;
    private final String account;
    private final Clock clock;

    public BounceBook(Database database, Owner owner, String account, Clock clock) {
        this.database = database;
        this.owner = owner;
        this.account = account;
        this.clock = clock;
    }

    @Override
    public <T> T read(Function<BounceReading, T> work) {
        return database.read(session -> work.apply(new BounceLists(session, owner)));
    }

    @Override
    public <T> T write(Function<BounceWork, T> work) {
        return database.write(session -> done(begin(session), work));
    }

    @Override
    public <T> T write(Collection<MailId> mails, Collection<EmailAddress> addresses, Function<BounceWork, T> work) {
        return database.write(session -> {
            BouncesAtWork.take(session, owner, mails, addresses);
            session.dialect().judge(session, owner);
            return done(new BouncesAtWork(session, owner, account, clock), work);
        });
    }

    private static <T> T done(BouncesAtWork bounces, Function<BounceWork, T> work) {
        T answer = work.apply(bounces);
        bounces.flush();
        return answer;
    }

    @Override
    public <T> T preview(Function<BounceWork, T> work) {
        List<T> answer = new ArrayList<>();
        try {
            return database.write(session -> {
                answer.add(work.apply(begin(session)));
                throw new Undone();
            });
        } catch (Undone undone) {
            return answer.get(0);
        }
    }

    @Override
    public long deleteHourlyCounts(Instant now) {
        long dropped = 0;
        int some;
        do {
            some = database.write(
                    session -> new HourlyMail(session, owner).drop(now.minus(BouncePolicy.HOURLY_COUNT_RETENTION)));
            dropped += some;
        } while (some > 0);
        return dropped;
    }

    /** Which addresses will be judged is known when the bounces have been read: all are taken, before anything is held. */
    private BouncesAtWork begin(Session session) {
        session.dialect().takeAll(session, owner);
        return new BouncesAtWork(session, owner, account, clock);
    }

    /** Ends a transaction so that nothing of it is kept. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Undone() {
            super("rehearsed", null, false, false);
        }
    }
}
