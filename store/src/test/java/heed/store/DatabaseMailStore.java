package heed.store;

import heed.mail.delivery.AccountMail;
import heed.mail.gate.Attempts;
import heed.mail.limits.DeliveryInstances;
import heed.mail.outbox.MailStore;
import heed.mail.outbox.Outbox;
import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.store.AccountStore;
import heed.model.store.ImportOptions;
import heed.model.store.ImportRow;
import heed.model.store.UnitOfWork;
import heed.model.suppression.SuppressedDomain;
import heed.model.testing.SettableClock;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One account of a database under the mail contracts. A second instance of the same store stands for another process. */
final class DatabaseMailStore implements MailStore {
    private static final ImportOptions BY_ID = new ImportOptions(StandardFields.ID, false);

    private final DatabaseStore store;
    private final SettableClock clock;
    private final String name;
    private final AccountMail mail;

    DatabaseMailStore(DatabaseStore store, SettableClock clock) {
        this(store, clock, ACCOUNT);
    }

    DatabaseMailStore(DatabaseStore store, SettableClock clock, String name) {
        this.store = store;
        this.clock = clock;
        this.name = name;
        if (store.account(name).isEmpty()) {
            store.addAccount(name, ZoneOffset.UTC);
        }
        this.mail = store.mail(name).orElseThrow();
    }

    AccountMail mail() {
        return mail;
    }

    AccountStore account() {
        return store.account(name).orElseThrow();
    }

    @Override
    public Outbox outbox() {
        return mail.outbox();
    }

    @Override
    public Attempts attempts() {
        return mail.attempts();
    }

    @Override
    public DeliveryInstances deliveryInstances() {
        return mail.deliveryInstances();
    }

    @Override
    public ProspectId addProspect(Optional<EmailAddress> address) {
        String id = "P" + account().<Long>read(reading -> reading.countProspects());
        Map<Field, Optional<Value>> values = new LinkedHashMap<>();
        values.put(StandardFields.ID, Optional.of(Value.Text.of(id)));
        address.ifPresent(email -> values.put(StandardFields.EMAIL, Optional.of(Value.Text.of(email.value()))));
        write(unit -> unit.importRows(List.of(new ImportRow(1, values)), BY_ID, provenance(Provenance.Origin.IMPORT)));
        return account().read(reading -> reading.findProspects(id)).get(0).key();
    }

    @Override
    public void setFlag(ProspectId prospect, ProspectFlag flag, boolean yes) {
        assertField(prospect, flag.field(), Value.of(yes));
    }

    @Override
    public void suppressDomain(SuppressedDomain domain) {
        write(unit -> unit.suppressDomains(List.of(domain), provenance(Provenance.Origin.SUPPRESSION_LIST)));
    }

    @Override
    public void changeAddress(ProspectId prospect, EmailAddress address) {
        assertField(prospect, StandardFields.EMAIL, Value.Text.of(address.value()));
    }

    private void assertField(ProspectId prospect, Field field, Value value) {
        write(unit -> {
            unit.assertFields(
                    List.of(new FieldAssertion(prospect, field, Optional.of(value))),
                    provenance(Provenance.Origin.PROFILE));
            return true;
        });
    }

    private Provenance provenance(Provenance.Origin source) {
        return new Provenance(clock.instant(), "ann", source, "a test", Optional.empty(), Optional.empty());
    }

    @Override
    public RunId addRun() {
        int entry = account().read(reading -> reading.listRuns()).size() + 1;
        Run.Lease lease = new Run.Lease("worker", clock.instant().plusSeconds(60));
        EvaluationTime evaluationTime = new EvaluationTime(clock.instant(), ZoneOffset.UTC);
        return write(unit -> unit.startRun(
                        unit.saveDefinition("welcome", "Welcome", "{}", clock.instant()),
                        entry,
                        1,
                        evaluationTime,
                        false,
                        lease))
                .id();
    }

    boolean isOptedOut(ProspectId prospect) {
        Prospect now = account()
                .read(reading -> reading.listProspects(List.of(prospect)))
                .get(0);
        return now.value(StandardFields.EMAIL_OPT_OUT).equals(Optional.of(Value.of(true)));
    }

    @Override
    public <T> T write(Function<UnitOfWork, T> work) {
        return account().write(work);
    }

    @Override
    public void close() {
        store.close();
    }
}
