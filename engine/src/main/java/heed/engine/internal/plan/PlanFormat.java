package heed.engine.internal.plan;

import heed.engine.definition.AutomationSource;
import heed.engine.internal.evaluation.ProspectFingerprint;
import heed.model.run.EvaluationTime;
import heed.model.store.AccountStore;
import heed.model.text.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The format of a plan file. Each line is a JSON object: first a {@link PlanHeader}, then a {@link PlanLine} for each
 * affected prospect, ordered by key, then a {@link PlanTrailer}.
 */
public final class PlanFormat {
    /** The version of the format. */
    static final int FORMAT = 2;

    /** Strict: accepts nothing that {@link PlanWriter} would not write. */
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private PlanFormat() {}

    /**
     * What the plan was made of; it can be applied only to the same.
     *
     * @param plan the version of the format
     * @param store the id of the store
     * @param account the name of the account
     * @param automation the id of the automation
     * @param definition the SHA-256 hash of the definition's text
     * @param decidedAt the instant of the evaluation time, in ISO 8601; a run of the plan has the same evaluation time
     * @param zone the time zone of the evaluation time
     */
    public record PlanHeader(
            int plan,
            String store,
            String account,
            String automation,
            String definition,
            String decidedAt,
            String zone) {}

    /** Returns the header of a plan of the definition for the account. */
    public static PlanHeader createHeader(AccountStore store, AutomationSource source, EvaluationTime evaluationTime) {
        return new PlanHeader(
                FORMAT,
                store.storeId(),
                store.account().name(),
                source.automation().id(),
                Sha256.hex(source.json()),
                evaluationTime.instant().toString(),
                evaluationTime.zone().getId());
    }

    /**
     * What the plan does to one prospect.
     *
     * @param prospect the key of the prospect
     * @param fingerprint {@link ProspectFingerprint} of the prospect when the plan was made
     * @param effects the effects and failures of the actions, in the automation's order
     */
    record PlanLine(long prospect, String fingerprint, List<PlanItem> effects) {}

    /**
     * One effect of an action, or its failure.
     *
     * @param action the action's id
     * @param field the API name of the field to change; null for a message or a failure
     * @param from the field's value when the plan was made; null if it was empty, and for a message or a failure
     * @param to the field's new value, or the address of a message; null for none, and for a failure
     * @param failure why the action failed; null for an effect
     */
    record PlanItem(
            String action,
            @Nullable String field,
            @Nullable String from,
            @Nullable String to,
            @Nullable String failure) {}

    /**
     * The end of the plan.
     *
     * @param affected how many prospects the plan has lines for
     * @param ignored how many prospects of the account it does not affect
     * @param sha256 the SHA-256 hash of all bytes before this line, in hexadecimal
     */
    record PlanTrailer(long affected, long ignored, String sha256) {}
}
