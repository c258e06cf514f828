/** The mail ports of an account: claims, attempts, delivery instances and opt-outs. */
@NullMarked
package heed.store.internal.mail;

import org.jspecify.annotations.NullMarked;
