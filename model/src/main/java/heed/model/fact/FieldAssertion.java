package heed.model.fact;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.ProspectId;
import java.util.Optional;

/** The assertion of a new value for a prospect's field. An empty value clears the field; for a flag it means No. */
public record FieldAssertion(ProspectId prospect, Field field, Optional<Value> value) {}
