package heed.store.internal;

import heed.model.Dropped;
import heed.model.EmailAddress;
import heed.model.Field;
import heed.model.FieldAssertion;
import heed.model.ImportOptions;
import heed.model.ImportOutcome;
import heed.model.ImportRow;
import heed.model.LedgerEntry;
import heed.model.Moment;
import heed.model.PlannedEffects;
import heed.model.ProspectId;
import heed.model.Provenance;
import heed.model.Run;
import heed.model.RunId;
import heed.model.StandardFields;
import heed.model.StoredDefinition;
import heed.model.Tally;
import heed.model.UnitOfWork;
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
            Changes.requireFits(assertion.field(), assertion.to());
            owner.require(assertion.prospect());
            keys.add(assertion.prospect().value());
            if (assertion.field().slot() == StandardFields.EMAIL.slot()) {
                assertion.to().ifPresent(address -> addresses.add(address.text()));
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
                    changes.find(assertion.prospect().value()).orElseThrow(), assertion.field(), assertion.to());
        }
        changes.flush();
    }

    @Override
    public List<ImportOutcome> importRows(List<ImportRow> rows, ImportOptions options, Provenance provenance) {
        provenance.run().ifPresent(runs::require);
        return new Import(session, owner, catalog, versions, options, provenance, clock.instant()).rows(rows);
    }

    @Override
    public Set<EmailAddress> list(Collection<EmailAddress> addresses, Provenance provenance) {
        return ListedSuppressions.list(session, owner, addresses, provenance);
    }

    @Override
    public Set<EmailAddress> unlist(Collection<EmailAddress> addresses, Provenance provenance) {
        return ListedSuppressions.unlist(session, owner, addresses, provenance);
    }

    @Override
    public Dropped dropFacts(Instant before, long after, int facts) {
        return OldFacts.drop(session, owner, before, after, facts);
    }

    @Override
    public StoredDefinition keep(String automation, String name, String json, Instant now) {
        return runs.keep(automation, name, json, now);
    }

    @Override
    public Run start(
            StoredDefinition definition, int entry, int mailing, Moment moment, boolean planned, Run.Lease lease) {
        return runs.start(definition, entry, mailing, moment, planned, lease, clock.instant());
    }

    @Override
    public boolean lease(RunId run, Run.Lease lease, Instant now) {
        return runs.lease(run, lease, now);
    }

    @Override
    public void record(List<LedgerEntry> entries) {
        ledger.record(entries);
    }

    @Override
    public void keepPlan(RunId run, List<PlannedEffects> planned) {
        plans.keep(run, planned);
    }

    @Override
    public void checkpoint(RunId run, ProspectId last, Tally tally) {
        runs.checkpoint(run, last, tally);
    }

    @Override
    public void end(RunId run, Run.State state, Instant now) {
        runs.end(run, state, now);
    }

    @Override
    public void undone(RunId run, Instant now) {
        runs.undone(run, now);
    }
}
