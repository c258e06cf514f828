package heed.model.person;

/**
 * What the erasure of a person changed.
 *
 * @param addresses how many addresses only their hash is left of, which were stored or asked for
 * @param prospects how many prospects were deleted
 * @param mails how many mails lost their address and texts
 * @param cancelled how many of the mails waited and were cancelled
 * @param bounces how many bounces lost their address and text
 */
public record ErasureResult(int addresses, int prospects, int mails, int cancelled, int bounces) {}
