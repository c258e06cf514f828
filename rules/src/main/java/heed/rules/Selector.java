package heed.rules;

import heed.filters.Criterion;

/** Whom something selects; the id is the automation's, and names it in errors. */
public record Selector(String id, Criterion criterion) {}
