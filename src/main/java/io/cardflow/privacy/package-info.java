/** Takes in requests to erase personal data, carries them out, and publishes the answers. */
package io.cardflow.privacy;
