package heed.store.internal.bounces;

import heed.bounces.marking.BouncePolicy;
import heed.bounces.marking.BounceReading;
import heed.bounces.marking.BounceRecords;
import heed.bounces.marking.BounceWork;
import heed.bounces.marking.MailEvent;
import heed.mail.MailId;
import heed.model.prospect.EmailAddress;
import heed.model.run.RunId;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlDatabase;
import heed.store.internal.sql.SqlSession;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** The bounce records of one account in a database. */
public final class SqlBounceRecords implements BounceRecords {
    private final SqlDatabase database;
    private final AccountKey account;
    private final String accountName;
    private final Clock clock;

    public SqlBounceRecords(SqlDatabase database, AccountKey account, String accountName, Clock clock) {
        this.database = database;
        this.account = account;
        this.accountName = accountName;
        this.clock = clock;
    }

    @Override
    public <T> T read(Function<BounceReading, T> work) {
        return database.read(session -> work.apply(new SqlBounceReading(session, account)));
    }

    @Override
    public <T> T write(Function<BounceWork, T> work) {
        return database.write(session -> applyAndFlush(begin(session), work));
    }

    @Override
    public <T> T write(Collection<MailId> mails, Collection<EmailAddress> addresses, Function<BounceWork, T> work) {
        return database.write(session -> {
            SqlBounceWork.lockAddresses(session, account, mails, addresses);
            session.dialect().lockBounceMarking(session, account);
            return applyAndFlush(new SqlBounceWork(session, account, accountName, clock), work);
        });
    }

    private static <T> T applyAndFlush(SqlBounceWork bounces, Function<BounceWork, T> work) {
        T result = work.apply(bounces);
        bounces.flush();
        return result;
    }

    @Override
    public <T> T preview(Function<BounceWork, T> work) {
        List<T> result = new ArrayList<>();
        try {
            return database.write(session -> {
                result.add(work.apply(begin(session)));
                throw new RollbackSignal();
            });
        } catch (RollbackSignal rollback) {
            return result.get(0);
        }
    }

    @Override
    public List<MailEvent> listMailEvents(RunId run) {
        return database.read(session -> MailEventQueries.ofRun(session, account, run));
    }

    @Override
    public List<MailEvent> listMailEvents(Collection<MailId> mails) {
        return database.read(session -> MailEventQueries.ofMails(session, account, mails));
    }

    @Override
    public long deleteHourlyCounts(Instant now) {
        long deleted = 0;
        int deletedNow;
        do {
            deletedNow = database.write(session -> new HourlyMailCounts(session, account)
                    .deleteBefore(now.minus(BouncePolicy.HOURLY_COUNT_RETENTION)));
            deleted += deletedNow;
        } while (deletedNow > 0);
        return deleted;
    }

    /** Locks all addresses before anything else, because only the bounces themselves tell which addresses they concern. */
    private SqlBounceWork begin(SqlSession session) {
        session.dialect().lockAllAddresses(session, account);
        return new SqlBounceWork(session, account, accountName, clock);
    }

    /** Ends a transaction so that it is rolled back. */
    private static final class RollbackSignal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RollbackSignal() {
            super("a preview is rolled back", null, false, false);
        }
    }
}
