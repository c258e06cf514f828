package heed.engine.internal.plan;

import heed.engine.definition.AutomationSource;
import heed.engine.internal.core.EngineSettings;
import heed.engine.internal.evaluation.ProspectFingerprint;
import heed.model.run.EvaluationTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** The lines of a plan file: one header, one line for each affected prospect by key, one trailer. */
public final class PlanFormat {
    static final int FORMAT = 2;

    /** Reads nothing that {@link PlanWriter} would not write. */
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
     * What the plan is bound to.
     *
     * @param plan the version of this format
     * @param definition the SHA-256 of the definition's text
     * @param decidedAt the moment that a run of it has, with the zone
     */
    public record PlanHeader(
            int plan,
            String store,
            String account,
            String automation,
            String definition,
            String decidedAt,
            String zone) {}

    public static PlanHeader createHeader(
            EngineSettings settings, AutomationSource source, EvaluationTime evaluationTime) {
        return new PlanHeader(
                FORMAT,
                settings.store().storeId(),
                settings.store().account().name(),
                source.automation().id(),
                ProspectFingerprint.sha256(source.json()),
                evaluationTime.instant().toString(),
                evaluationTime.zone().getId());
    }

    /** @param prospect the key */
    record PlanLine(long prospect, String fingerprint, List<PlanItem> effects) {}

    /**
     * One effect, or why there is none.
     *
     * @param action the action's id
     * @param field by API name; null for a message, which has nothing else than an address in {@code to}
     * @param failure why the action could not say what it does, and then there is nothing else; else null
     */
    record PlanItem(
            String action,
            @Nullable String field,
            @Nullable String from,
            @Nullable String to,
            @Nullable String failure) {}

    /** @param sha256 of every byte before this line */
    record PlanTrailer(long affected, long ignored, String sha256) {}
}
