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
 * A set of selectors compiled into one Drools rule base for an evaluation time. The rule base is built in memory from
 * the criteria themselves: text of an author is data in it, and is never parsed or compiled as a rule. Immutable and
 * thread-safe; other selectors need another rule book.
 */
public final class RuleBook {
    private final List<Selector> selectors;
    private final List<List<List<Conjunct>>> patterns;
    private final EvaluationTime evaluationTime;
    private final KieBase kieBase;

    /** Computed on first use, because sessions do not need it. */
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
     * Compiles selectors. Criteria that depend on the clock refer to the evaluation time.
     *
     * @throws IllegalArgumentException if two selectors have the same id, or if they use fields of different accounts
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
                            field.label() + " of " + selector.id() + " is a different field in another selector");
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

    /**
     * Returns a matcher that evaluates with a Drools session. Its result is correct by definition, and it is fast
     * enough for single prospects. Each thread needs its own matcher.
     */
    public Matcher sessionMatcher() {
        return new SessionMatcher(this);
    }

    /**
     * Returns a matcher that evaluates many prospects at a time on the network that the sessions use, many times as
     * fast as a session. A session verifies a sample: the first 1,000 prospects and one in 10,000 of all; see
     * {@link DisagreementException}. Each thread needs its own matcher.
     */
    public Matcher bulkMatcher() {
        Matcher session = sessionMatcher();
        return encodedNetwork()
                .<Matcher>map(network -> new CheckedMatcher(selectors, new BulkMatcher(network, session), session))
                .orElse(session);
    }

    /**
     * Returns the encoded network for bulk evaluation; empty if Drools built a network that bulk evaluation cannot use.
     */
    synchronized Optional<EncodedNetwork> encodedNetwork() {
        if (!networkRead) {
            encodedNetwork =
                    alphaNetwork().map(network -> EncodedNetwork.of(network, evaluationTime, selectors.size()));
            networkRead = true;
        }
        return encodedNetwork;
    }

    /** Returns the network of Drools; empty if it contains anything but the conditions and rules of this book. */
    Optional<AlphaNetwork> alphaNetwork() {
        return AlphaNetwork.of(
                kieBase,
                patterns.stream().flatMap(List::stream).flatMap(List::stream).toList());
    }

    /** Returns, by selector index, the patterns of the selector's rules. */
    List<List<List<Conjunct>>> patterns() {
        return patterns;
    }

    KieBase kieBase() {
        return kieBase;
    }
}
