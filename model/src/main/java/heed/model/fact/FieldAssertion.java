package heed.model.fact;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.ProspectId;
import java.util.Optional;

/** Says what a prospect's field is from now on; empty clears it, and makes a flag No. */
public record FieldAssertion(ProspectId prospect, Field field, Optional<Value> value) {}
