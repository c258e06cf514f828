package heed.model.store;

/**
 * The number of prospects of an account, in total and after a prefilter.
 *
 * @param total all prospects
 * @param passed the prospects that the prefilter passes
 */
public record PrefilterCount(long total, long passed) {}
