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
 * Evaluates handwritten rules in DRL, compiled by drools-compiler. It is an oracle for the rules that the product
 * builds in memory. The rules test {@link Person}s, and every person in a match is selected. The part after
 * {@code then} may be empty:
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

    /**
     * Compiles rules.
     *
     * @throws IllegalArgumentException if the rules do not compile; the message has every error
     */
    public DrlOracle(String drl, FieldCatalog fields) {
        KieHelper helper = new KieHelper().addContent(drl, ResourceType.DRL);
        Results results = helper.verify();
        if (results.hasMessages(Message.Level.ERROR)) {
            throw new IllegalArgumentException(results.getMessages().toString());
        }
        this.kieBase = helper.build();
        this.fields = fields;
    }

    /** Returns the prospects that are part of a match, without duplicates and in their order. */
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

    /**
     * A prospect in the form that DRL reads: fields by label, values as plain Java objects with their original text,
     * null if empty.
     */
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

        /** Returns the text of a value, the ISO code of a country, or null. */
        public @Nullable String text(String label) {
            Value value = value(label);
            return value == null ? null : value.text();
        }

        public @Nullable Double number(String label) {
            return value(label) instanceof Value.Decimal decimal ? (Double) decimal.number() : null;
        }

        /** Returns whether the value is Yes; false also for an empty field. */
        public boolean yes(String label) {
            return value(label) instanceof Value.YesNo answer && answer.yes();
        }

        public @Nullable LocalDate date(String label) {
            return value(label) instanceof Value.Date date ? date.date() : null;
        }

        public @Nullable Instant dateTime(String label) {
            return value(label) instanceof Value.DateTime dateTime ? dateTime.instant() : null;
        }

        /** Returns the tags; an empty list for an empty field. */
        public List<String> tags(String label) {
            return value(label) instanceof Value.Tags tags
                    ? tags.tags().stream().map(Value.Text::text).toList()
                    : List.of();
        }
    }
}
