package heed.store.internal.prospects;

import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.person.ErasureResult;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.run.ImportCount;
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
import heed.model.suppression.AssertionRules;
import heed.model.suppression.FreedAddresses;
import heed.model.suppression.SuppressedDomain;
import heed.store.internal.facts.FactRetention;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.suppression.AddressOptOuts;
import heed.store.internal.suppression.ForgottenAddresses;
import heed.store.internal.suppression.ListedAddresses;
import heed.store.internal.suppression.ListedDomains;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Changes one account in one transaction. */
public final class SqlUnitOfWork extends SqlStoreReading implements UnitOfWork {
    private final Clock clock;
    private final ProspectVersions versions;
    private final Set<String> releasedAddresses = new TreeSet<>();

    SqlUnitOfWork(SqlSession session, AccountKey account, Clock clock) {
        this(session, account, clock, new ProspectVersions());
    }

    private SqlUnitOfWork(SqlSession session, AccountKey account, Clock clock, ProspectVersions versions) {
        super(session, account, Optional.of(versions));
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
            AssertionRules.requireField(catalog, assertion.field());
            AssertionRules.requireFittingValue(assertion.field(), assertion.value());
            account.requireOwned(assertion.prospect());
            keys.add(assertion.prospect().value());
            if (assertion.field().slot() == StandardFields.EMAIL.slot()) {
                assertion.value().ifPresent(address -> addresses.add(address.text()));
            }
        }
        provenance.run().ifPresent(runs::require);
        if (AssertionRules.concernAddresses(assertions, provenance)) {
            FieldAssertions.lockAddresses(session, account, versions, keys, addresses);
        }
        FieldAssertions changes = new FieldAssertions(session, account, catalog, Optional.of(versions), provenance);
        changes.load(keys, fields);
        for (long key : keys) {
            if (changes.find(key).isEmpty()) {
                throw AccountKey.prospectNotFound(new ProspectId(key));
            }
        }
        changes.loadEvidence(addresses);
        changes.loadErasures(addresses);
        for (FieldAssertion assertion : assertions) {
            changes.assertField(
                    changes.find(assertion.prospect().value()).orElseThrow(), assertion.field(), assertion.value());
        }
        changes.flush();
        releasedAddresses.addAll(changes.releasedAddresses());
    }

    @Override
    public List<ImportOutcome> importRows(List<ImportRow> rows, ImportOptions options, Provenance provenance) {
        provenance.run().ifPresent(runs::require);
        ProspectImport prospectImport = new ProspectImport(
                session, account, catalog, Optional.of(versions), options, provenance, clock.instant());
        List<ImportOutcome> outcomes = prospectImport.importRows(rows);
        releasedAddresses.addAll(prospectImport.releasedAddresses());
        return outcomes;
    }

    @Override
    public Set<EmailAddress> suppress(Collection<EmailAddress> addresses, Provenance provenance) {
        provenance.run().ifPresent(runs::require);
        return ListedAddresses.suppress(session, account, addresses, provenance);
    }

    @Override
    public Set<EmailAddress> unsuppress(Collection<EmailAddress> addresses, Provenance provenance) {
        Set<EmailAddress> removed = new TreeSet<>(ListedAddresses.unsuppress(session, account, addresses, provenance));
        AddressOptOuts optOuts = new AddressOptOuts(session, account);
        List<String> texts = addresses.stream().map(EmailAddress::value).toList();
        optOuts.among(texts).forEach(address -> removed.add(new EmailAddress(address)));
        optOuts.end(
                optOuts.find(texts).stream()
                        .map(AddressOptOuts.OptOutInForce::id)
                        .toList(),
                provenance);
        removed.addAll(ForgottenAddresses.load(session, account).lift(addresses, provenance));
        removed.forEach(address -> releasedAddresses.add(address.value()));
        return removed;
    }

    @Override
    public Set<EmailAddress> findFreedAddresses() {
        List<EmailAddress> released =
                releasedAddresses.stream().map(EmailAddress::new).toList();
        Set<EmailAddress> freed = new TreeSet<>(released);
        freed.removeAll(findOldestSuppressions(released).keySet());
        return freed;
    }

    @Override
    public FreedAddresses findFreedAddresses(Collection<SuppressedDomain> removed) {
        return new DomainAddresses(session, account).findFreed(removed, findFreedAddresses());
    }

    @Override
    public Set<SuppressedDomain> suppressDomains(Collection<SuppressedDomain> domains, Provenance provenance) {
        provenance.run().ifPresent(runs::require);
        return ListedDomains.suppress(session, account, domains, provenance);
    }

    @Override
    public Set<SuppressedDomain> unsuppressDomains(Collection<SuppressedDomain> domains, Provenance provenance) {
        return ListedDomains.unsuppress(session, account, domains, provenance);
    }

    @Override
    public RetentionBatch deleteFacts(Instant before, long after, int limit) {
        return FactRetention.delete(session, account, before, after, limit);
    }

    @Override
    public long deleteErasures(Instant before) {
        return ForgottenAddresses.deleteBefore(session, account, before);
    }

    @Override
    public StoredDefinition saveDefinition(String automation, String name, String json, Instant now) {
        return runs.saveDefinition(automation, name, json, now);
    }

    @Override
    public Run startRun(
            StoredDefinition definition,
            int entry,
            int mailing,
            EvaluationTime evaluationTime,
            boolean planned,
            Run.Lease lease) {
        return runs.start(
                Run.Kind.AUTOMATION, definition, entry, mailing, evaluationTime, planned, lease, clock.instant());
    }

    @Override
    public Run startImport(Run.Kind kind, StoredDefinition definition, EvaluationTime evaluationTime, Run.Lease lease) {
        return runs.startImport(kind, definition, evaluationTime, lease, clock.instant());
    }

    @Override
    public void addImportCounts(RunId run, Map<ImportCount, Long> counts) {
        importCounts.add(run, counts);
    }

    @Override
    public Set<ProspectId> removeProspects(Collection<ProspectId> prospects) {
        return ProspectRemoval.remove(session, account, prospects);
    }

    @Override
    public ErasureResult erasePerson(
            Collection<EmailAddress> addresses, Collection<ProspectId> prospects, Provenance provenance) {
        prospects.forEach(account::requireOwned);
        return new PersonErasure(session, account, addresses, prospects, provenance).erase();
    }

    @Override
    public boolean claimLease(RunId run, Run.Lease lease, Instant now) {
        return runs.claimLease(run, lease, now);
    }

    @Override
    public void recordLedgerEntries(List<LedgerEntry> entries) {
        ledger.record(entries);
    }

    @Override
    public boolean recordPlan(String sha256, Instant now) {
        return plans.record(sha256, now);
    }

    @Override
    public void savePlannedEffects(RunId run, List<PlannedEffects> planned) {
        plans.save(run, planned);
    }

    @Override
    public void saveCheckpoint(RunId run, ProspectId last, RunTally tally) {
        runs.checkpoint(run, last, tally);
    }

    @Override
    public void endRun(RunId run, Run.Status state, Instant now) {
        runs.finish(run, state, now);
    }

    @Override
    public void markUndone(RunId run, Instant now) {
        runs.markUndone(run, now);
    }
}
