/** Email addresses and domains in the texts that people keep them in. */
@NullMarked
package heed.imports.addresses;

import org.jspecify.annotations.NullMarked;
