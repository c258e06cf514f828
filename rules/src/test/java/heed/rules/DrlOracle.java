package heed.rules;

import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieBase;
import org.kie.api.builder.Message;
import org.kie.api.builder.Results;
import org.kie.api.event.rule.AfterMatchFiredEvent;
import org.kie.api.event.rule.DefaultAgendaEventListener;
import org.kie.api.io.ResourceType;
import org.kie.api.runtime.KieSession;
import org.kie.internal.utils.KieHelper;

/**
 * Decides by rules that somebody wrote by hand in DRL and drools-compiler compiled: an oracle for what we build in memory.
 * The rules are about {@link Person}, and whoever is part of a match is selected; what follows {@code then} may be empty:
 *
 * <pre>{@code
 * import heed.rules.DrlOracle.Person
 * rule "in Canada or France and not opted out"
 * when
 *     Person( text("Country") in ("CA", "FR"), !yes("Email Opt Out") )
 * then
 * end
 * }</pre>
 */
public final class DrlOracle {
    private final KieBase kieBase;
    private final FieldCatalog fields;

    /** @throws IllegalArgumentException if the rules do not compile, with every error */
    public DrlOracle(String drl, FieldCatalog fields) {
        KieHelper helper = new KieHelper().addContent(drl, ResourceType.DRL);
        Results results = helper.verify();
        if (results.hasMessages(Message.Level.ERROR)) {
            throw new IllegalArgumentException(results.getMessages().toString());
        }
        this.kieBase = helper.build();
        this.fields = fields;
    }

    /** Those who are part of a match, once each and in their order. */
    public List<Prospect> select(List<Prospect> prospects) {
        Set<ProspectId> matched = new HashSet<>();
        KieSession session = kieBase.newKieSession();
        try {
            session.addEventListener(new DefaultAgendaEventListener() {
                @Override
                public void afterMatchFired(AfterMatchFiredEvent event) {
                    event.getMatch().getObjects().forEach(fact -> matched.add(((Person) fact).prospect.key()));
                }
            });
            prospects.forEach(prospect -> session.insert(new Person(prospect, fields)));
            session.fireAllRules();
        } finally {
            session.dispose();
        }
        return prospects.stream()
                .filter(prospect -> matched.contains(prospect.key()))
                .toList();
    }

    /** A prospect as DRL reads it: fields by label, values as plain Java and as they were written, null if empty. */
    public static final class Person {
        private final Prospect prospect;
        private final FieldCatalog fields;

        Person(Prospect prospect, FieldCatalog fields) {
            this.prospect = prospect;
            this.fields = fields;
        }

        private @Nullable Value value(String label) {
            Field field = fields.find(label).orElseThrow(() -> new IllegalArgumentException("no field " + label));
            return prospect.value(field).orElse(null);
        }

        public boolean empty(String label) {
            return value(label) == null;
        }

        /** Of a country its ISO code. */
        public @Nullable String text(String label) {
            Value value = value(label);
            return value == null ? null : value.text();
        }

        public @Nullable Double number(String label) {
            return value(label) instanceof Value.Decimal decimal ? (Double) decimal.number() : null;
        }

        /** False if empty, too. */
        public boolean yes(String label) {
            return value(label) instanceof Value.YesNo answer && answer.yes();
        }

        public @Nullable LocalDate date(String label) {
            return value(label) instanceof Value.Date date ? date.date() : null;
        }

        public @Nullable Instant dateTime(String label) {
            return value(label) instanceof Value.DateTime dateTime ? dateTime.instant() : null;
        }

        /** None if empty. */
        public List<String> tags(String label) {
            return value(label) instanceof Value.Tags tags
                    ? tags.tags().stream().map(Value.Text::text).toList()
                    : List.of();
        }
    }
}
