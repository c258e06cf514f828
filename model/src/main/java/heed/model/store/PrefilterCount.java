package heed.model.store;

/**
 * How many prospects an account has.
 *
 * @param total all of them
 * @param passed of them, those whom a narrowing leaves in
 */
public record PrefilterCount(long total, long passed) {}
