package heed.model;

import java.util.Optional;

/** Says what a prospect's field is from now on; empty clears it, and makes a flag No. */
public record FieldAssertion(ProspectId prospect, Field field, Optional<Value> to) {}
