/** Accounts, the fields that they declare, and which addresses are aliases of one mailbox. */
@NullMarked
package heed.store.internal.accounts;

import org.jspecify.annotations.NullMarked;
