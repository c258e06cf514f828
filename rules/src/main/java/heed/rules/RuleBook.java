package heed.rules;

import heed.filters.reading.FieldsOf;
import heed.model.field.Field;
import heed.model.run.EvaluationTime;
import heed.rules.internal.bulk.EncodedNetwork;
import heed.rules.internal.drools.AlphaNetwork;
import heed.rules.internal.drools.Conjunct;
import heed.rules.internal.drools.DroolsOf;
import heed.rules.internal.drools.KieBaseFactory;
import heed.rules.internal.drools.PatternPlanner;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kie.api.KieBase;

/**
 * Selectors as one Drools rule base, at a moment. It is built in memory from the criteria themselves: what an author wrote
 * is data in it, and never text that is parsed or compiled. Immutable and thread-safe; other selectors are another book.
 */
public final class RuleBook {
    private final List<Selector> selectors;
    private final List<List<List<Conjunct>>> patterns;
    private final EvaluationTime evaluationTime;
    private final KieBase kieBase;

    /** Read when it is first needed: a session does not need it. */
    private Optional<EncodedNetwork> encodedNetwork = Optional.empty();

    private boolean networkRead;

    private RuleBook(List<Selector> selectors, List<List<List<Conjunct>>> patterns, EvaluationTime evaluationTime) {
        this.selectors = selectors;
        this.patterns = patterns;
        this.evaluationTime = evaluationTime;
        this.kieBase =
                KieBaseFactory.create(selectors.stream().map(Selector::id).toList(), patterns);
    }

    /**
     * Reads clock-dependent criteria at the moment.
     *
     * @throws IllegalArgumentException if two selectors have one id, or are about different accounts' fields
     */
    public static RuleBook compile(List<Selector> selectors, EvaluationTime evaluationTime) {
        Set<String> ids = new HashSet<>();
        Map<Integer, Field> fields = new HashMap<>();
        for (Selector selector : selectors) {
            if (!ids.add(selector.id())) {
                throw new IllegalArgumentException("two selectors are called " + selector.id());
            }
            for (Field field : FieldsOf.criterion(selector.criterion())) {
                if (!field.equals(fields.computeIfAbsent(field.slot(), slot -> field))) {
                    throw new IllegalArgumentException(
                            field.label() + " of " + selector.id() + " is another field elsewhere");
                }
            }
        }
        return new RuleBook(
                List.copyOf(selectors),
                PatternPlanner.plan(selectors.stream()
                        .map(selector -> DroolsOf.criterion(selector.criterion(), evaluationTime))
                        .toList()),
                evaluationTime);
    }

    public List<Selector> selectors() {
        return selectors;
    }

    /** Decides by a Drools session: what is right by definition, and fast enough for single prospects. One for each thread. */
    public Matcher sessionMatcher() {
        return new SessionMatcher(this);
    }

    /**
     * Decides many prospects by walking the network that the sessions use, many times as fast. A sample is decided by a
     * session too: the first 1,000 and one in 10,000 of all; see {@link DisagreementException}. One for each thread.
     */
    public Matcher bulkMatcher() {
        Matcher session = sessionMatcher();
        return encodedNetwork()
                .<Matcher>map(network -> new CheckedMatcher(selectors, new BulkMatcher(network, session), session))
                .orElse(session);
    }

    /** Empty if Drools has built another network than can be walked. */
    synchronized Optional<EncodedNetwork> encodedNetwork() {
        if (!networkRead) {
            encodedNetwork =
                    alphaNetwork().map(network -> EncodedNetwork.of(network, evaluationTime, selectors.size()));
            networkRead = true;
        }
        return encodedNetwork;
    }

    /** Empty if Drools has built another network than this book's rules need. */
    Optional<AlphaNetwork> alphaNetwork() {
        return AlphaNetwork.of(
                kieBase,
                patterns.stream().flatMap(List::stream).flatMap(List::stream).toList());
    }

    /** By selector: the patterns of its rules. */
    List<List<List<Conjunct>>> patterns() {
        return patterns;
    }

    KieBase kieBase() {
        return kieBase;
    }
}
