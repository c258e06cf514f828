package heed.rules;

import heed.filters.Criterion;

/**
 * The criterion by which an automation selects prospects.
 *
 * @param id the automation's id, which names it in errors
 * @param criterion selects the prospects
 */
public record Selector(String id, Criterion criterion) {}
