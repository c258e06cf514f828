package heed.engine;

import heed.actions.Action;
import heed.actions.ActionType;
import heed.actions.Arguments;
import heed.actions.Parameter;
import heed.actions.SetField;
import heed.engine.definition.ActionStep;
import heed.engine.definition.Automation;
import heed.engine.definition.AutomationSource;
import heed.engine.definition.RunMode;
import heed.engine.run.MessageDefaults;
import heed.filters.Criterion;
import heed.filters.Operator;
import heed.filters.json.SourceText;
import heed.mail.MailCorrelation;
import heed.mail.MailTokens;
import heed.mail.NamedAddress;
import heed.mail.delivery.AccountMail;
import heed.mail.unsubscribe.UnsubscribeLinks;
import heed.model.fact.Fact;
import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.prospect.ValueReader;
import heed.model.run.Effect;
import heed.model.run.EvaluationTime;
import heed.model.run.LedgerEntry;
import heed.model.run.Run;
import heed.model.store.AccountStore;
import heed.model.store.ImportOptions;
import heed.model.store.ImportRow;
import heed.model.store.Prefilter;
import heed.model.suppression.Suppression;
import heed.model.testing.SettableClock;
import heed.store.SqliteStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** An account with prospects in its own store, engines for it, and shorthand for automations and assertions. */
final class EngineFixture implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    final SettableClock clock = new SettableClock(NOW);
    final SqliteStore store;
    final AccountStore account;

    EngineFixture(Path directory) {
        this(directory, "heed.db");
    }

    EngineFixture(Path directory, String file) {
        store = SqliteStore.open(directory.resolve(file), clock);
        account = store.addAccount("Acme", ZoneOffset.UTC);
    }

    Engine.Builder engine() {
        return engine(account);
    }

    Engine.Builder engine(AccountStore accountStore) {
        return Engine.builder(accountStore)
                .prefilter(store)
                .clock(clock)
                .worker("worker")
                .actor("ann")
                .batchSize(3);
    }

    /** Returns the builder of an engine that can send email. */
    Engine.Builder mailEngine() {
        return mailEngine(account);
    }

    Engine.Builder mailEngine(AccountStore accountStore) {
        AccountMail mail = mail();
        MailTokens tokens = mail.tokens();
        return engine(accountStore)
                .outbox(mail.outbox())
                .messageDefaults(new MessageDefaults(
                        NamedAddress.parse("Acme News <news@acme.example>"),
                        new MailCorrelation(tokens, new EmailAddress("bounces@acme.example")),
                        Optional.of(new UnsubscribeLinks(tokens, URI.create("https://acme.example/")))));
    }

    AccountMail mail() {
        return store.mail("Acme").orElseThrow();
    }

    // Prospects

    /** Creates the prospect with this Id, or updates it. The cells are pairs of a field and its text. */
    EngineFixture addProspect(String id, Object... cells) {
        Map<Field, Optional<Value>> values = new LinkedHashMap<>();
        values.put(StandardFields.ID, Optional.of(Value.Text.of(id)));
        for (int i = 0; i < cells.length; i += 2) {
            values.put((Field) cells[i], value((Field) cells[i], (String) cells[i + 1]));
        }
        return addProspects(List.of(new ImportRow(1, values)));
    }

    /** Adds prospects P1, P2 and so on, by turns of Canada, France and Germany; every fourth has opted out. */
    EngineFixture addProspects(int count) {
        List<ImportRow> rows = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            rows.add(new ImportRow(
                    i,
                    Map.of(
                            StandardFields.ID, Optional.of(Value.Text.of("P" + i)),
                            StandardFields.EMAIL, Optional.of(Value.Text.of("p" + i + "@example.com")),
                            StandardFields.COUNTRY,
                                    value(
                                            StandardFields.COUNTRY,
                                            List.of("DE", "CA", "FR").get(i % 3)),
                            StandardFields.EMAIL_OPT_OUT, Optional.of(Value.of(i % 4 == 0)))));
        }
        return addProspects(rows);
    }

    EngineFixture addProspects(List<ImportRow> rows) {
        account.write(work -> work.importRows(
                rows, new ImportOptions(StandardFields.ID, true), provenance(Provenance.Origin.IMPORT, "people.csv")));
        return this;
    }

    /** Sets a field as a person does who edits a profile. */
    void editField(String id, Field field, String text) {
        editField(account, id, field, text);
    }

    void editField(AccountStore accountStore, String id, Field field, String text) {
        accountStore.write(work -> {
            work.assertFields(
                    List.of(new FieldAssertion(work.findProspects(id).get(0).key(), field, value(field, text))),
                    provenance(Provenance.Origin.PROFILE, "asked by phone"));
            return true;
        });
    }

    private Provenance provenance(Provenance.Origin origin, String reason) {
        return new Provenance(clock.instant(), "bob", origin, reason, Optional.empty(), Optional.empty());
    }

    static Optional<Value> value(Field field, String text) {
        return ValueReader.read(field, text, ZoneOffset.UTC);
    }

    Prospect find(String id) {
        return account.read(reading -> reading.findProspects(id)).get(0);
    }

    /** Returns the value as text; an empty text for an empty field. */
    String valueText(String id, Field field) {
        return find(id).value(field).map(Value::text).orElse("");
    }

    List<Fact> facts(String id) {
        return account.read(reading -> reading.listFacts(find(id).key()));
    }

    List<Run> runs() {
        return account.read(reading -> reading.listRuns());
    }

    /** Returns the facts of a field in words, such as "No → Yes (automation)". */
    List<String> history(String id, Field field) {
        return account.read(reading -> reading.listFacts(find(id).key())).stream()
                .filter(fact -> fact.field().equals(Optional.of(field)))
                .map(fact -> fact.from().orElse("") + " → " + fact.to().orElse("") + " ("
                        + fact.provenance().origin().label() + ")")
                .toList();
    }

    // Automations

    static Automation automation(String id, Criterion criteria, ActionStep... steps) {
        return new Automation(id, "The " + id, criteria, List.of(steps), RunMode.ONCE);
    }

    /** Returns the automation with a placeholder for its definition, which cannot be read again. */
    static AutomationSource source(Automation automation) {
        return new AutomationSource(automation, "{\n  \"id\": \"" + automation.id() + "\"\n}\n");
    }

    /** Opts out everyone in Canada and France who has not opted out. */
    static final String OPT_OUT = """
            {
              "id": "opt-out",
              "name": "Opt out Canada and France",
              "who": { "all": [
                { "field": "Country", "operator": "equals", "value": ["Canada", "France"] },
                { "field": "Email Opt Out", "operator": "equals", "value": false } ] },
              "actions": [ { "action": "set-field", "field": "Email Opt Out", "value": true } ],
              "run": { "mode": "once" }
            }
            """;

    /** Reads a valid definition. */
    AutomationSource read(String json) {
        return engine().build().read(new SourceText("test.json", json)).either(valid -> valid.value(), invalid -> {
            throw new AssertionError(invalid.problems());
        });
    }

    AutomationSource optOut() {
        return read(OPT_OUT);
    }

    static Criterion countryIn(String... countries) {
        return new Criterion.Comparison(
                StandardFields.COUNTRY,
                Operator.EQUALS,
                List.of(countries).stream()
                        .map(code -> value(StandardFields.COUNTRY, code).orElseThrow())
                        .toList());
    }

    static Criterion fieldEquals(Field field, String text) {
        return new Criterion.Comparison(
                field, Operator.EQUALS, List.of(value(field, text).orElseThrow()));
    }

    static Criterion everyone() {
        return new Criterion.All(List.of());
    }

    static ActionStep setField(String id, Field field, String text) {
        SetField type = new SetField();
        return new ActionStep(
                id,
                type,
                type.create(Arguments.builder(FieldCatalog.standard())
                        .field("field", field)
                        .value("value", value(field, text))
                        .build()));
    }

    /** Returns a step with a custom action. */
    static ActionStep customStep(
            String id, Set<Field> inputFields, BiFunction<List<Prospect>, EvaluationTime, List<Effect>> plan) {
        Action action = new Action() {
            @Override
            public List<Effect> plan(List<Prospect> prospects, EvaluationTime evaluationTime) {
                return plan.apply(prospects, evaluationTime);
            }

            @Override
            public Set<Field> inputFields() {
                return inputFields;
            }
        };
        return new ActionStep(id, new CustomActionType(), action);
    }

    private static final class CustomActionType implements ActionType {
        @Override
        public String id() {
            return "custom";
        }

        @Override
        public String label() {
            return "Custom";
        }

        @Override
        public List<Parameter> parameters() {
            return List.of();
        }

        @Override
        public Action create(Arguments arguments) {
            throw new UnsupportedOperationException();
        }
    }

    // The contents of the store

    /** Returns the ledger of a run in words, such as "P1 1 APPLIED". */
    List<String> ledger(Run run) {
        return account.read(reading -> {
            Map<ProspectId, String> ids = new HashMap<>();
            List<String> lines = new ArrayList<>();
            for (LedgerEntry entry : reading.listLedgerEntries(run.id(), ProspectId.START, 1_000_000)) {
                String id = ids.computeIfAbsent(
                        entry.prospect(),
                        key -> reading.listProspects(List.of(key)).get(0).id());
                lines.add(id + " " + entry.action() + " " + entry.outcome()
                        + entry.detail().map(detail -> ": " + detail).orElse(""));
            }
            return lines;
        });
    }

    /** Returns every row of the account in words, without times, fact sequences and leases. */
    List<String> allRows() {
        return account.read(reading -> {
            List<String> rows = new ArrayList<>();
            for (Prospect prospect : reading.listProspects(Prefilter.EVERYONE, ProspectId.START, 1_000_000)) {
                StringBuilder row = new StringBuilder("prospect " + prospect.key());
                for (Field field : StandardFields.ALL) {
                    row.append(" | ")
                            .append(prospect.value(field).map(Value::text).orElse(""));
                }
                rows.add(row.toString());
                reading.listFacts(prospect.key()).forEach(fact -> rows.add(row(fact)));
            }
            for (Suppression suppression : reading.listSuppressions("", 1_000_000)) {
                rows.add("suppression " + suppression.address() + " " + suppression.reason() + " "
                        + suppression.source());
            }
            for (Run run : reading.listRuns()) {
                rows.add("run " + run.automation() + " " + run.version() + " " + run.number() + " " + run.status() + " "
                        + run.evaluationTime() + " " + run.fromStoredPlan() + " " + run.checkpoint() + " " + run.tally()
                        + " "
                        + run.undoneAt().isPresent());
                reading.listLedgerEntries(run.id(), ProspectId.START, 1_000_000)
                        .forEach(entry -> rows.add("ledger " + entry));
                reading.listPlannedEffects(run.id(), ProspectId.START, 1_000_000)
                        .forEach(planned -> rows.add("planned " + planned.prospect() + " " + planned.effects()));
                rows.add("definition "
                        + reading.findDefinition(run.automation(), run.version())
                                .orElseThrow()
                                .json());
            }
            return rows;
        });
    }

    private static String row(Fact fact) {
        Provenance provenance = fact.provenance();
        return "fact " + fact.prospect() + " " + fact.field() + " " + fact.from() + " " + fact.to() + " "
                + provenance.actor() + " " + provenance.origin() + " " + provenance.reason() + " "
                + provenance.evidence() + " " + provenance.run();
    }

    @Override
    public void close() {
        store.close();
    }
}
