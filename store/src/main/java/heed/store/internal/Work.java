package heed.store.internal;

import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.run.LedgerEntry;
import heed.model.run.PlannedEffects;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.run.RunTally;
import heed.model.run.StoredDefinition;
import heed.model.store.ImportOptions;
import heed.model.store.ImportOutcome;
import heed.model.store.ImportRow;
import heed.model.store.RetentionBatch;
import heed.model.store.UnitOfWork;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is changed of one account in one transaction. */
final class Work extends Reading implements UnitOfWork {
    private final Clock clock;
    private final ProspectVersions versions;

    Work(Session session, Owner owner, Clock clock) {
        this(session, owner, clock, new ProspectVersions());
    }

    private Work(Session session, Owner owner, Clock clock, ProspectVersions versions) {
        super(session, owner, Optional.of(versions));
        this.clock = clock;
        this.versions = versions;
    }

    @Override
    public void assertFields(List<FieldAssertion> assertions, Provenance provenance) {
        Set<Long> keys = new LinkedHashSet<>();
        Set<Field> fields = new HashSet<>();
        List<String> addresses = new ArrayList<>();
        for (FieldAssertion assertion : assertions) {
            if (fields.add(assertion.field()) && !assertion.field().settable()) {
                throw new IllegalArgumentException(assertion.field().label() + " cannot be set");
            }
            Changes.requireField(catalog, assertion.field());
            Changes.requireFits(assertion.field(), assertion.value());
            owner.require(assertion.prospect());
            keys.add(assertion.prospect().value());
            if (assertion.field().slot() == StandardFields.EMAIL.slot()) {
                assertion.value().ifPresent(address -> addresses.add(address.text()));
            }
        }
        provenance.run().ifPresent(runs::require);
        if (Changes.concernAddresses(assertions, provenance)) {
            Changes.take(session, owner, versions, keys, addresses);
        }
        Changes changes = new Changes(session, owner, catalog, versions, provenance);
        changes.read(keys, fields);
        for (long key : keys) {
            if (changes.find(key).isEmpty()) {
                throw Owner.missing(new ProspectId(key));
            }
        }
        changes.prepare(addresses);
        for (FieldAssertion assertion : assertions) {
            changes.assertField(
                    changes.find(assertion.prospect().value()).orElseThrow(), assertion.field(), assertion.value());
        }
        changes.flush();
    }

    @Override
    public List<ImportOutcome> importRows(List<ImportRow> rows, ImportOptions options, Provenance provenance) {
        provenance.run().ifPresent(runs::require);
        return new Import(session, owner, catalog, versions, options, provenance, clock.instant()).rows(rows);
    }

    @Override
    public Set<EmailAddress> suppress(Collection<EmailAddress> addresses, Provenance provenance) {
        return ListedSuppressions.list(session, owner, addresses, provenance);
    }

    @Override
    public Set<EmailAddress> unsuppress(Collection<EmailAddress> addresses, Provenance provenance) {
        return ListedSuppressions.unlist(session, owner, addresses, provenance);
    }

    @Override
    public RetentionBatch deleteFacts(Instant before, long after, int facts) {
        return OldFacts.drop(session, owner, before, after, facts);
    }

    @Override
    public StoredDefinition saveDefinition(String automation, String name, String json, Instant now) {
        return runs.keep(automation, name, json, now);
    }

    @Override
    public Run startRun(
            StoredDefinition definition,
            int entry,
            int mailing,
            EvaluationTime moment,
            boolean planned,
            Run.Lease lease) {
        return runs.start(definition, entry, mailing, moment, planned, lease, clock.instant());
    }

    @Override
    public boolean claimLease(RunId run, Run.Lease lease, Instant now) {
        return runs.lease(run, lease, now);
    }

    @Override
    public void recordLedgerEntries(List<LedgerEntry> entries) {
        ledger.record(entries);
    }

    @Override
    public void savePlannedEffects(RunId run, List<PlannedEffects> planned) {
        plans.keep(run, planned);
    }

    @Override
    public void saveCheckpoint(RunId run, ProspectId last, RunTally tally) {
        runs.checkpoint(run, last, tally);
    }

    @Override
    public void endRun(RunId run, Run.Status state, Instant now) {
        runs.end(run, state, now);
    }

    @Override
    public void markUndone(RunId run, Instant now) {
        runs.undone(run, now);
    }
}
