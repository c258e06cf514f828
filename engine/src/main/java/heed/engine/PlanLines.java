package heed.engine;

import heed.model.run.EvaluationTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** The lines of a plan file: one header, one line for each affected prospect by key, one trailer. */
final class PlanLines {
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

    private PlanLines() {}

    /**
     * What the plan is bound to.
     *
     * @param plan the version of this format
     * @param definition the SHA-256 of the definition's text
     * @param decidedAt the moment that a run of it has, with the zone
     */
    record Header(
            int plan,
            String store,
            String account,
            String automation,
            String definition,
            String decidedAt,
            String zone) {}

    static Header header(Settings settings, AutomationSource source, EvaluationTime moment) {
        return new Header(
                FORMAT,
                settings.store().storeId(),
                settings.store().account().name(),
                source.automation().id(),
                Fingerprint.sha256(source.json()),
                moment.instant().toString(),
                moment.zone().getId());
    }

    /** @param prospect the key */
    record Line(long prospect, String fingerprint, List<Item> effects) {}

    /**
     * One effect, or why there is none.
     *
     * @param action the action's id
     * @param field by API name; null for a message, which has nothing else than an address in {@code to}
     * @param failure why the action could not say what it does, and then there is nothing else; else null
     */
    record Item(
            String action,
            @Nullable String field,
            @Nullable String from,
            @Nullable String to,
            @Nullable String failure) {}

    /** @param sha256 of every byte before this line */
    record Trailer(long affected, long ignored, String sha256) {}
}
