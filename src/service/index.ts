export { defineService } from './define.ts';
export { DeliveryError, UrlError } from './errors.ts';
export { field, hostFields, HOST_TEMPLATE } from './fields.ts';
export { http } from './http.ts';
export {
  fromPhone,
  hostAsTargetWith,
  orSender,
  PHONE_PATTERN,
  phoneBatches,
  phoneRecipient,
  plusPhoneRecipient,
  readPhone,
  readPlusPhone,
  readWrittenPhone,
  unlessSender,
} from './recipients.ts';
