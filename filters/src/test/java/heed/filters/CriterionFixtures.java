package heed.filters;

import heed.filters.json.Problem;
import heed.filters.json.ReadResult;
import heed.filters.json.SourceText;
import heed.model.field.FieldCatalog;
import java.time.ZoneId;
import java.util.List;

/** Reads criteria for tests. */
public final class CriterionFixtures {
    public static final FieldCatalog FIELDS = RandomValues.catalog();
    public static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private CriterionFixtures() {}

    public static Criterion parse(String json) {
        return read(json).either(ReadResult.Valid::value, invalid -> {
            throw new AssertionError(invalid.problems());
        });
    }

    public static List<Problem> problems(String json) {
        return read(json).either(valid -> List.of(), ReadResult.Invalid::problems);
    }

    static Problem problem(String json) {
        List<Problem> problems = problems(json);
        if (problems.size() != 1) {
            throw new AssertionError(problems);
        }
        return problems.get(0);
    }

    private static ReadResult<Criterion> read(String json) {
        return CriterionReader.read(new SourceText("who.json", json), FIELDS, PARIS);
    }
}
