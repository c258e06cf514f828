package heed.rules.internal.drools;

import heed.model.prospect.Prospect;
import java.util.BitSet;
import java.util.List;
import org.drools.model.DSL;
import org.drools.model.Global;
import org.drools.model.PatternDSL;
import org.drools.model.PatternDSL.PatternDef;
import org.drools.model.Variable;
import org.drools.model.impl.ModelImpl;
import org.drools.modelcompiler.KieBaseBuilder;
import org.kie.api.KieBase;
import org.kie.api.conf.KieBaseMutabilityOption;

/**
 * Builds the KieBase of a rule book in memory, one rule for each pattern of each selector. A rule that fires only
 * records its selector in the global {@link #MATCHED}.
 *
 * <p>A rule is called {@code SELECTOR.PATTERN ID}: the selector's index, the index of the pattern among the selector's
 * patterns, and the selector's id for people.
 */
public final class KieBaseFactory {
    /** The global of type {@link BitSet} in which a rule sets the bit of its selector's index. */
    public static final String MATCHED = "matched";

    private static final String RULE_PACKAGE = "heed.rules";

    private KieBaseFactory() {}

    /**
     * Builds an immutable KieBase.
     *
     * @param selectorIds the ids by selector index
     * @param patterns by selector index: its patterns, each a list of conjuncts in the order of their evaluation
     */
    public static KieBase create(List<String> selectorIds, List<List<List<Conjunct>>> patterns) {
        Variable<Prospect> prospect = DSL.declarationOf(Prospect.class, "prospect");
        Global<BitSet> matched = DSL.globalOf(BitSet.class, RULE_PACKAGE, MATCHED);
        ModelImpl model = new ModelImpl();
        model.addGlobal(matched);
        for (int i = 0; i < patterns.size(); i++) {
            int selector = i;
            for (int j = 0; j < patterns.get(i).size(); j++) {
                PatternDef<Prospect> pattern = PatternDSL.pattern(prospect);
                for (Conjunct conjunct : patterns.get(i).get(j)) {
                    pattern = conjunct.addTo(pattern);
                }
                model.addRule(PatternDSL.rule(RULE_PACKAGE, ruleName(selector, j, selectorIds.get(i)))
                        .build(pattern, DSL.on(matched).execute(selected -> selected.set(selector))));
            }
        }
        return KieBaseBuilder.createKieBaseFromModel(model, KieBaseMutabilityOption.DISABLED);
    }

    private static String ruleName(int selector, int pattern, String selectorId) {
        return selector + "." + pattern + " " + selectorId;
    }

    /** Returns the index of the selector that a rule selects for, read from the rule's name. */
    static int selectorIndex(String ruleName) {
        return Integer.parseInt(ruleName.substring(0, ruleName.indexOf('.')));
    }
}
