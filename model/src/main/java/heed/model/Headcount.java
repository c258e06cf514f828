package heed.model;

/**
 * How many prospects an account has.
 *
 * @param prospects all of them
 * @param leftIn of them, those whom a narrowing leaves in
 */
public record Headcount(long prospects, long leftIn) {}
